"""Handoffs, and how agents spend their days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Optional

from tests.metrics.brute_force.conversations import Conversation, spans
from tests.metrics.brute_force.declared import Clock, whole
from tests.metrics.brute_force.outcome import first, last
from tests.metrics.brute_force.parts import Profiled, profile
from tests.metrics.brute_force.people import People
from tests.metrics.brute_force.rows import Presence, Touchpoint


@dataclass
class Handoff(Profiled):
    customer: int
    reason: Optional[str]
    hour: int
    weekday: int
    office_hours: str
    ended: str
    accepted_at: Optional[datetime]
    ended_at: Optional[datetime]
    seconds: dict[str, Optional[int]]
    human_messages: int
    transfers: int
    reopened_at: Optional[datetime] = None


@dataclass
class AgentDay:
    agent: int
    day: date
    online: int
    busy: int


def handoffs(conversation: Conversation, clock: Clock) -> list[Handoff]:
    return [_handoff(conversation, span, clock) for span in spans(conversation.history, "handoff_requested")]


def _handoff(conversation: Conversation, span: list[Touchpoint], clock: Clock) -> Handoff:
    requested, accepted, replied = span[0], first(span, "handoff_accepted"), first(span, "human_replied")
    resolved, kinds = first(span, "handoff_resolved"), [t.kind for t in span]
    ended, end = _end(span, accepted, resolved)
    return Handoff(
        **profile(conversation, agent=accepted.agent_id if accepted else None),
        customer=conversation.customer,
        reason=requested.detail,
        hour=clock.local(requested.at).hour,
        weekday=clock.local(requested.at).weekday(),
        office_hours=clock.within(requested.at),
        ended=ended,
        accepted_at=accepted.at if accepted else None,
        ended_at=end.at if end else None,
        seconds={
            **_seconds("wait", requested, accepted, clock),
            **_seconds("first_response", requested, replied, clock),
            **_seconds("handle_time", accepted, resolved, clock),
        },
        human_messages=kinds.count("human_replied"),
        transfers=kinds.count("handoff_transferred"),
    )


def _end(
    span: list[Touchpoint], accepted: Optional[Touchpoint], resolved: Optional[Touchpoint]
) -> tuple[str, Optional[Touchpoint]]:
    if resolved:
        return str(resolved.detail), resolved
    cancelled, closed = first(span, "handoff_cancelled"), last(span, "conversation_closed")
    if cancelled:
        return "cancelled", cancelled
    return ("abandoned", closed) if closed and not accepted else ("open", None)


def _seconds(
    name: str, start: Optional[Touchpoint], end: Optional[Touchpoint], clock: Clock
) -> dict[str, Optional[int]]:
    if not start or not end:
        return {name: None, f"{name}_business": None}
    clocked = whole(end.at - start.at) if end.value is None else end.value
    return {name: clocked, f"{name}_business": whole(clock.office(start.at, end.at))}


def reopened(handoffs: list[Handoff], requests: dict[int, list[datetime]]) -> None:
    """Note for each when its customer asked for a human again, in whatever conversation."""
    for handoff in handoffs:
        later = [at for at in requests[handoff.customer] if handoff.ended_at and at > handoff.ended_at]
        handoff.reopened_at = min(later, default=None)


def agent_days(presences: list[Presence], handoffs: list[Handoff], clock: Clock) -> list[AgentDay]:
    """Whole seconds of a day, not of each stretch in it."""
    online, busy = Spent(clock), Spent(clock)
    for presence in presences:
        online.add(*presence)
    for handoff in handoffs:
        if handoff.agent and handoff.accepted_at and handoff.ended_at:
            busy.add(handoff.agent, handoff.accepted_at, handoff.ended_at)
    both = sorted({*online.days, *busy.days})
    return [AgentDay(*key, online=whole(online.days[key]), busy=whole(busy.days[key])) for key in both]


class Spent:
    """How long each agent did something on each day."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.days: dict[tuple[int, date], timedelta] = defaultdict(timedelta)

    def add(self, agent: int, start: datetime, end: datetime) -> None:
        for day, part in self.clock.parts(start, end):
            self.days[agent, day] += part


def requests_of(people: People) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    for customer, history in people.history.items():
        found[customer] = [t.at for t in history if t.kind == "handoff_requested"]
    return found
