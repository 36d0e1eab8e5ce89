"""The facts inside conversations: handoffs, questions, surveys; links; and the days of agents."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Optional

from tests.metrics.brute_force.conversations import Conversation, spans, topic_of
from tests.metrics.brute_force.declared import Clock, whole
from tests.metrics.brute_force.outcome import first, last
from tests.metrics.brute_force.people import Customer, People
from tests.metrics.brute_force.rows import Presence, Touchpoint

PROFILE = ("who", "channel", "language", "location", "topic", "agent", "model", "variant", "day")


@dataclass
class Profiled:
    """What a figure can be divided and filtered by."""

    who: Optional[Customer]
    channel: str
    language: str
    location: Optional[str]
    topic: Optional[str]
    agent: Optional[int]
    model: Optional[str]
    variant: Optional[str]
    day: date


@dataclass
class Handoff(Profiled):
    customer: int
    reason: Optional[str]
    office_hours: str
    ended: str
    accepted_at: Optional[datetime]
    ended_at: Optional[datetime]
    seconds: dict[str, Optional[int]]
    human_messages: int
    transfers: int
    reopened_at: Optional[datetime] = None


@dataclass
class Question(Profiled):
    answered: bool
    missed: bool
    helpful: Optional[bool]
    confidence: Optional[float]


@dataclass
class Survey(Profiled):
    kind: str
    resolver: Optional[str]
    rating: Optional[int]


@dataclass
class Link(Profiled):
    clicked: bool


@dataclass
class AgentDay:
    agent: int
    day: date
    online: int
    busy: int


def profile(conversation: Conversation, **own: Any) -> dict[str, Any]:
    """The conversation's profile, but for the fact's own columns."""
    return {**{name: getattr(conversation, name) for name in PROFILE}, **own}


def own_profile(people: People, touchpoint: Touchpoint) -> dict[str, Any]:
    """Of something outside of conversations: the touchpoint's own columns."""
    names = ("channel", "language", "location", "topic")
    return dict(
        who=people.customers.get(people.root_of[touchpoint.customer_id]),
        agent=touchpoint.agent_id,
        model=touchpoint.model_version,
        variant=f"{touchpoint.experiment}/{touchpoint.variant}" if touchpoint.experiment else None,
        day=people.clock.day(touchpoint.at),
        **{name: getattr(touchpoint, name) for name in names},
    )


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


def questions(conversation: Conversation, clock: Clock) -> list[Question]:
    found = []
    for span in spans(conversation.history, "question_asked"):
        judged = first(span, "helpful", "not_helpful")
        question = Question(
            **profile(conversation, topic=topic_of(span), day=clock.day(span[0].at)),
            answered=bool(first(span, "answer_given")) or _answered_later(span[0], conversation),
            missed=bool(first(span, "fallback")),
            helpful=judged.kind == "helpful" if judged else None,
            confidence=span[0].confidence,
        )
        found.append(question)
    return found


def _answered_later(question: Touchpoint, conversation: Conversation) -> bool:
    later = (t for t in conversation.history if t.kind == "answer_given" and t.id > question.id)
    return any(answer.intent is not None and answer.intent == question.intent for answer in later)


_KINDS = {"csat": "survey", "nps": "nps", "ces": "ces"}


def surveys(conversation: Conversation) -> list[Survey]:
    found = []
    for kind, name in _KINDS.items():
        asked = first(conversation.history, f"{name}_asked")
        answers = [t for t in conversation.history if t.kind == f"{name}_answered"]
        answer = answers[-1] if answers else None
        if asked or answer:
            columns = profile(conversation, agent=_agent(asked, *answers[::-1]))
            rating = answer.value if answer else None
            found.append(Survey(**columns, kind=kind, resolver=asked.detail if asked else None, rating=rating))
    return found


def _agent(*touchpoints: Optional[Touchpoint]) -> Optional[int]:
    return next((t.agent_id for t in touchpoints if t and t.agent_id is not None), None)


def survey_elsewhere(people: People, touchpoint: Touchpoint) -> Optional[Survey]:
    """An answer that came by another channel than ours."""
    for kind, name in _KINDS.items():
        if touchpoint.kind == f"{name}_answered":
            return Survey(**own_profile(people, touchpoint), kind=kind, resolver=None, rating=touchpoint.value)
    return None


def links(people: People, conversations: dict[int, Conversation], touchpoints: list[Touchpoint]) -> list[Link]:
    """Once a message and address, however often it was shown or clicked."""
    found: dict[tuple[Optional[int], Optional[str]], Link] = {}
    for touchpoint in touchpoints:
        if touchpoint.kind not in ("link_shown", "link_clicked") or touchpoint.message_id is None:
            continue
        key = touchpoint.message_id, touchpoint.detail
        link = found.setdefault(key, Link(**_link_profile(people, conversations, touchpoint), clicked=False))
        link.clicked = link.clicked or touchpoint.kind == "link_clicked"
    return list(found.values())


def _link_profile(people: People, conversations: dict[int, Conversation], touchpoint: Touchpoint) -> dict[str, Any]:
    own = own_profile(people, touchpoint)
    conversation = conversations.get(touchpoint.conversation_id or 0)
    if not conversation:
        return own
    return profile(conversation, topic=own["topic"] or conversation.topic, day=own["day"])


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
