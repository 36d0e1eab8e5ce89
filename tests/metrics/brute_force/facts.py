"""All facts of some rows, as they are in one reporting zone."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional
from zoneinfo import ZoneInfo

from tests.metrics.brute_force import handoffs, parts
from tests.metrics.brute_force.conversations import Conversation, conversation
from tests.metrics.brute_force.declared import Clock
from tests.metrics.brute_force.people import Customer, People
from tests.metrics.brute_force.rows import Rows, Touchpoint


@dataclass
class Engaged:
    """A touchpoint, or an order, as one of the four types of engagement. An order has the number 0."""

    number: int
    customer: Optional[int]
    at: datetime
    stage: Optional[str]
    kind: Optional[str]
    engagement: Optional[str]
    who: Optional[Customer]
    channel: str
    language: Optional[str]
    location: Optional[str]
    topic: Optional[str]
    agent: Optional[int]
    model: Optional[str]
    variant: Optional[str]
    day: date


class Facts:
    def __init__(self, rows: Rows, time_zone: str) -> None:
        self.clock = Clock(ZoneInfo(time_zone))
        self.people = people = People(rows, self.clock)
        self.conversations = _conversations(people)
        everything = [(c, handoffs.handoffs(c, self.clock)) for c in self.conversations]
        self.handoffs = [handoff for _, found in everything for handoff in found]
        handoffs.reopened(self.handoffs, handoffs.requests_of(people))
        self.questions = [q for c in self.conversations for q in parts.questions(c, self.clock)]
        touchpoints = sorted(t for history in people.history.values() for t in history)
        self.surveys = [s for c in self.conversations for s in parts.surveys(c)]
        elsewhere = (parts.survey_elsewhere(people, t) for t in touchpoints if t.conversation_id is None)
        self.surveys += [survey for survey in elsewhere if survey]
        by_number = {c.history[0].conversation_id or 0: c for c in self.conversations}
        self.links = parts.links(people, by_number, touchpoints)
        self.agent_days = handoffs.agent_days(rows.presences, self.handoffs, self.clock)
        self.engagements = [_engaged(people, t) for t in touchpoints] + _ordered(people)
        currencies = Counter(bought.currency for bought in people.orders if bought.currency)
        self.main_currency = min(currencies, key=lambda name: (-currencies[name], name), default=None)


def _conversations(people: People) -> list[Conversation]:
    histories: dict[int, list[Touchpoint]] = defaultdict(list)
    for history in people.history.values():
        for touchpoint in history:
            if touchpoint.conversation_id is not None:
                histories[touchpoint.conversation_id].append(touchpoint)
    made = (conversation(sorted(history), people) for _, history in sorted(histories.items()))
    return [found for found in made if found]


def _engaged(people: People, touchpoint: Touchpoint) -> Engaged:
    columns = parts.own_profile(people, touchpoint)
    return Engaged(
        number=touchpoint.id,
        customer=people.root_of[touchpoint.customer_id],
        at=touchpoint.at,
        stage=touchpoint.stage,
        kind=touchpoint.kind,
        engagement=touchpoint.engagement,
        **columns,
    )


def _ordered(people: People) -> list[Engaged]:
    """Orders are transactional, the first a decision, later ones retention; they have no topic, agent or model."""
    missing = dict.fromkeys(("kind", "topic", "agent", "model", "variant"))
    return [
        Engaged(
            number=0,
            customer=bought.customer,
            at=bought.at,
            stage="decision" if bought.ordinal == 1 else "retention",
            engagement="transactional",
            who=bought.who,
            channel=bought.channel,
            language=people.language(bought.customer),
            location=bought.location,
            day=bought.day,
            **missing,
        )
        for bought in people.orders
    ]
