"""Questions the bot did not answer well, put together by what they ask: what is worth writing an answer for."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Mapping, Optional, Sequence

from bot.metrics.definitions.facts import QUESTIONS
from bot.metrics.insights.alike import alike
from bot.metrics.queries.asked import Asked
from bot.metrics.queries.dimensions import first_day
from bot.metrics.queries.query import Query, can_answer, parameters, relation
from bot.metrics.registry.satisfaction import UNANSWERED
from bot.warehouse.warehouse import Warehouse

# Comparing all with all takes a second for so many.
MOST = 1500


@dataclass(frozen=True)
class Unanswered:
    """`nearest` is the topic that came nearest, or the one whose answer did not help; None where nothing was near."""

    question_id: int
    conversation_id: int
    message_id: int
    at: datetime
    at_day: date
    nearest: Optional[str]


@dataclass(frozen=True)
class Cluster:
    """Questions that ask about the same. `examples` are texts, the most typical first; `weeks` counts by Monday.

    `weeks` has every week from that of the first to that of the last question given, of any cluster.
    """

    size: int
    examples: tuple[str, ...]
    questions: tuple[int, ...]
    nearest: Optional[str]
    weeks: Mapping[date, int]


def unanswered(warehouse: Warehouse, asked: Asked, limit: int = MOST) -> list[Unanswered]:
    """Questions that missed, did not help, or were answered with little confidence; the newest first."""
    asked = asked.divided(None)
    if not can_answer(QUESTIONS, asked):
        return []
    nearest = "coalesce(nullif(split_part(nearest, ',', 1), ''), topic)"
    columns = f"question_id, conversation_id, message_id, at_time, at_day, {nearest}"
    # Without a message there is no text to look at.
    behind = f"FROM {relation(QUESTIONS, asked)} WHERE ({UNANSWERED}) AND message_id IS NOT NULL"
    sql = f"SELECT {columns} {behind} ORDER BY question_id DESC LIMIT {limit:d}"
    return [Unanswered(*row) for row in Query(sql, parameters(asked)).run(warehouse)]


def clusters(questions: Sequence[Unanswered], texts: Mapping[int, str]) -> list[Cluster]:
    """The largest first. `texts` are by message; a question whose text is gone is left out."""
    kept = [question for question in questions if question.message_id in texts]
    groups = alike([texts[question.message_id] for question in kept], [question.nearest for question in kept])
    weeks = _weeks(kept)
    return [_cluster([kept[place] for place in group.members], group.examples, weeks) for group in groups]


def _cluster(some: Sequence[Unanswered], examples: tuple[str, ...], weeks: Sequence[date]) -> Cluster:
    counted = Counter(first_day(question.at_day, "week") for question in some)
    topics = Counter(question.nearest for question in some if question.nearest)
    nearest = min(topics, key=lambda topic: (-topics[topic], topic)) if topics else None
    numbers = tuple(question.question_id for question in some)
    return Cluster(len(some), examples, numbers, nearest, {week: counted[week] for week in weeks})


def _weeks(questions: Sequence[Unanswered]) -> list[date]:
    mondays = [first_day(question.at_day, "week") for question in questions]
    if not mondays:
        return []
    return [min(mondays) + timedelta(weeks=number) for number in range((max(mondays) - min(mondays)).days // 7 + 1)]
