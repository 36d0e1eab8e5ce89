"""One fact a conversation, and the questions, handoffs, surveys and links in it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

from tests.metrics.brute_force.declared import whole
from tests.metrics.brute_force.outcome import first, last, outcome
from tests.metrics.brute_force.people import Customer, People
from tests.metrics.brute_force.rows import Touchpoint


@dataclass
class Conversation:
    history: list[Touchpoint]
    customer: int
    who: Optional[Customer]
    opened_at: datetime
    day: date
    hour: int
    weekday: int
    office_hours: str
    channel: str
    language: str
    location: Optional[str]
    topic: Optional[str]
    agent: Optional[int]
    model: Optional[str]
    variant: Optional[str]
    closed_at: Optional[datetime]
    ended_at: datetime
    outcome: str
    resolver: str
    touch_level: str
    returning: str
    typed_messages: int
    missed_messages: int
    fallbacks: int
    resolution: Optional[int]
    resolution_business: Optional[int]
    survey_eligible: bool
    survey_asked: bool
    rating: Optional[int]
    commented: bool
    sentiments: list[float]
    next_contact_at: Optional[datetime]


def spans(history: list[Touchpoint], kind: str) -> list[list[Touchpoint]]:
    """Each touchpoint of the kind with what follows it until the next one."""
    found: list[list[Touchpoint]] = []
    for touchpoint in history:
        if touchpoint.kind == kind:
            found.append([])
        if found:
            found[-1].append(touchpoint)
    return found


def topic_of(span: list[Touchpoint]) -> Optional[str]:
    """What a question was about; None when it was missed."""
    question = span[0]
    if first(span, "fallback"):
        return None
    return question.topic or (question.intent.removeprefix("faq/") if question.intent else None)


def conversation(history: list[Touchpoint], people: People) -> Optional[Conversation]:
    """The fact of a conversation's touchpoints in the order recorded; None when its beginning was not recorded."""
    started = first(history, "conversation_started")
    if not started:
        return None
    clock, customer = people.clock, people.root_of[started.customer_id]
    local = clock.local(started.at)
    closed, resolved = last(history, "conversation_closed"), _resolved(history)
    ended_at = _ended(history, started, closed)
    number = started.conversation_id
    return Conversation(
        history=history,
        customer=customer,
        who=people.customers.get(customer),
        opened_at=started.at,
        day=local.date(),
        hour=local.hour,
        weekday=local.weekday(),
        office_hours=clock.within(started.at),
        channel=started.channel,
        language=started.language,
        location=next((t.location for t in reversed(history) if t.location is not None), None),
        topic=_topic(history),
        agent=next((t.agent_id for t in reversed(history) if t.kind == "handoff_accepted"), None),
        model=next((t.model_version for t in reversed(history) if t.model_version is not None), None),
        variant=_variant(last(history, "experiment_exposed")),
        closed_at=closed.at if closed else None,
        ended_at=ended_at,
        outcome=outcome(history),
        resolution=whole(resolved.at - started.at) if resolved else None,
        resolution_business=whole(clock.office(started.at, resolved.at)) if resolved else None,
        sentiments=[t.sentiment for t in history if t.kind == "message_received" and t.sentiment is not None],
        next_contact_at=min(
            (at for at, of in people.contacts[customer] if at > ended_at and of != number), default=None
        ),
        returning="returning" if _came_before(people, customer, started) else "new",
        **_help(history),
        **_survey(history),
    )


def _resolved(history: list[Touchpoint]) -> Optional[Touchpoint]:
    return last([t for t in history if t.detail == "resolved"], "handoff_resolved")


def _ended(history: list[Touchpoint], started: Touchpoint, closed: Optional[Touchpoint]) -> datetime:
    own = [t.at for t in history if t.kind in ("message_received", "button_pressed")]
    return max((at for at in own if not closed or at <= closed.at), default=started.at)


def _topic(history: list[Touchpoint]) -> Optional[str]:
    topics = [topic_of(span) for span in spans(history, "question_asked")]
    return next((topic for topic in reversed(topics) if topic), None)


def _variant(exposed: Optional[Touchpoint]) -> Optional[str]:
    return f"{exposed.experiment}/{exposed.variant}" if exposed else None


def _next_contact(people: People, customer: int, number: Optional[int], after: datetime) -> Optional[datetime]:
    later = (at for at, of in people.contacts[customer] if at > after and of != number)
    return min(later, default=None)


def _came_before(people: People, customer: int, started: Touchpoint) -> bool:
    contacts = (at for at, of in people.contacts[customer] if of != started.conversation_id)
    orders = (bought.at for bought in people.bought.get(customer, []))
    return any(at < started.at for at in (*contacts, *orders))


def _help(history: list[Touchpoint]) -> dict[str, object]:
    counted = [t.kind for t in history]
    human, bot = counted.count("human_replied"), "answer_given" in counted
    typed = {t.message_id for t in history if t.kind == "message_received"} - {None}
    missed = {t.message_id for t in history if t.kind == "fallback"}
    return dict(
        resolver="both" if human and bot else "human" if human else "bot" if bot else "none",
        touch_level="no_touch" if human == 0 else "low_touch" if human < 3 else "high_touch",
        typed_messages=counted.count("message_received"),
        fallbacks=counted.count("fallback"),
        missed_messages=len(missed & typed),
    )


def _survey(history: list[Touchpoint]) -> dict[str, object]:
    answer = last(history, "survey_answered")
    asked = bool(first(history, "survey_asked", "survey_answered"))
    return dict(
        survey_asked=asked,
        survey_eligible=asked or bool(first(history, "answer_given") or _resolved(history)),
        rating=answer.value if answer else None,
        commented=bool(answer and first(history, "survey_commented")),
    )
