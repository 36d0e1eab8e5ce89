"""What the operational database holds, as far as metrics look at it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Optional

TRIAL = "shell"


class Touchpoint(NamedTuple):
    id: int
    kind: str
    at: datetime
    customer_id: int
    channel: str
    language: str
    conversation_id: Optional[int] = None
    message_id: Optional[int] = None
    agent_id: Optional[int] = None
    location: Optional[str] = None
    topic: Optional[str] = None
    intent: Optional[str] = None
    confidence: Optional[float] = None
    sentiment: Optional[float] = None
    model_version: Optional[str] = None
    experiment: Optional[str] = None
    variant: Optional[str] = None
    stage: Optional[str] = None
    engagement: Optional[str] = None
    value: Optional[int] = None
    detail: Optional[str] = None


class Order(NamedTuple):
    id: int
    ordered_on: date
    ordered_at: Optional[datetime] = None
    customer_id: Optional[int] = None
    total: Optional[int] = None
    currency: Optional[str] = None
    guest: Optional[bool] = None
    location: Optional[str] = None
    referral_code: Optional[str] = None
    status: Optional[str] = None


class Presence(NamedTuple):
    agent_id: int
    from_at: datetime
    until_at: datetime


@dataclass
class Rows:
    """`merged_into` has the customers that are somebody else now; `undone` those whose merge was taken back."""

    touchpoints: list[Touchpoint] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    presences: list[Presence] = field(default_factory=list)
    merged_into: dict[int, int] = field(default_factory=dict)
    undone: dict[int, int] = field(default_factory=dict)

    def root(self, customer: int) -> int:
        while customer in self.merged_into:
            customer = self.merged_into[customer]
        return customer
