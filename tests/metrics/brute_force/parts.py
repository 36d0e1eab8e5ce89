"""The facts inside conversations: questions, surveys and links."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Optional

from tests.metrics.brute_force.conversations import Conversation, spans, topic_of
from tests.metrics.brute_force.declared import Clock
from tests.metrics.brute_force.outcome import first
from tests.metrics.brute_force.people import Customer, People
from tests.metrics.brute_force.rows import Touchpoint

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
