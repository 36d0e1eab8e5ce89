"""Complaints: how many there were, about what and where, and how much of their root cause was told."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Callable, Mapping, Optional, Sequence

from bot.metrics.definitions.facts import CONVERSATIONS
from bot.metrics.insights.alike import alike
from bot.metrics.queries.asked import Asked
from bot.metrics.queries.dimensions import first_day
from bot.metrics.queries.query import Query, can_answer, parameters, relation
from bot.store.shop.complaints import QUESTIONS, Outline
from bot.warehouse.warehouse import Warehouse

_COMPLAINING = "SELECT unnest($complaining)"
# The conversation's own topic is the complaint.
_LAST_TOPIC = f"""SELECT conversation_id, arg_max(topic, question_id) AS topic FROM questions
    WHERE topic IN (SELECT topic FROM topics) AND conversation_id IN ({_COMPLAINING}) GROUP BY conversation_id"""  # noqa: S608


@dataclass(frozen=True)
class Complaint:
    """A complaint in its conversation; it counts when the conversation was opened. `answered` are questions told.

    `topic` is what the customer last asked about there, None where they asked nothing beside complaining.
    """

    complaint_id: int
    conversation_id: int
    day: date
    topic: Optional[str]
    location: Optional[str]
    is_complete: bool
    answered: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """`answered` counts by question, in their order; groups are the largest first, "" of those without."""

    complaints: int
    complete: int
    answered: Mapping[str, int]
    by_topic: Mapping[str, int]
    by_location: Mapping[str, int]
    by_week: Mapping[date, int]


@dataclass(frozen=True)
class Reason:
    """Complaints whose customers say alike why it happened."""

    complaints: tuple[int, ...]
    examples: tuple[str, ...]


def complaints(warehouse: Warehouse, asked: Asked, outlines: Sequence[Outline]) -> list[Complaint]:
    """Of the conversations opened in the period, the newest first. `outlines` may be of any time."""
    asked = asked.divided(None)
    if not outlines or not can_answer(CONVERSATIONS, asked):
        return []
    sql = f"""SELECT conversation_id, opened_day, about.topic, location FROM {relation(CONVERSATIONS, asked)}
        LEFT JOIN ({_LAST_TOPIC}) AS about USING (conversation_id) WHERE conversation_id IN ({_COMPLAINING})"""  # noqa: S608
    given = {**parameters(asked), "complaining": [outline.conversation_id for outline in outlines]}
    where = {row[0]: row[1:] for row in Query(sql, given).run(warehouse)}
    found = [
        _complaint(outline, *where[outline.conversation_id]) for outline in outlines if outline.conversation_id in where
    ]
    return sorted(found, key=lambda complaint: -complaint.complaint_id)


def summary(found: Sequence[Complaint]) -> Summary:
    told = Counter(question for complaint in found for question in complaint.answered)
    weeks = Counter(first_day(complaint.day, "week") for complaint in found)
    return Summary(
        len(found), sum(complaint.is_complete for complaint in found), {name: told[name] for name in QUESTIONS},
        _by(found, lambda complaint: complaint.topic), _by(found, lambda complaint: complaint.location),
        dict(sorted(weeks.items())),
    )  # fmt: skip


def reasons(told: Mapping[int, str]) -> list[Reason]:
    """What customers answered to "why", by complaint, put together where it is alike; the most frequent first."""
    numbers = list(told)
    groups = alike(list(told.values()), [None] * len(told))
    return [Reason(tuple(numbers[place] for place in group.members), group.examples) for group in groups]


def _complaint(outline: Outline, day: date, topic: Optional[str], location: Optional[str]) -> Complaint:
    return Complaint(
        outline.id, outline.conversation_id, day, topic, location, outline.completed_at is not None, outline.answered
    )


def _by(found: Sequence[Complaint], group: Callable[[Complaint], Optional[str]]) -> dict[str, int]:
    counted = Counter(group(complaint) or "" for complaint in found)
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
