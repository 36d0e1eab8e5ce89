"""What customers ask after what: topics that follow each other within a conversation."""

from dataclasses import dataclass

from bot.metrics.definitions.facts import QUESTIONS
from bot.metrics.queries.asked import Asked
from bot.metrics.queries.query import Query, can_answer, parameters, relation
from bot.warehouse.warehouse import Warehouse


@dataclass(frozen=True)
class Following:
    """How often a question about `topic` was followed by one about `then`."""

    topic: str
    then: str
    times: int


def following(warehouse: Warehouse, asked: Asked, limit: int = 15) -> list[Following]:
    """The most frequent first, without questions that repeat their topic."""
    asked = asked.divided(None)
    if not can_answer(QUESTIONS, asked):
        return []
    pairs = f"FROM {relation(QUESTIONS, asked)} WHERE topic <> next_topic"
    sql = f"SELECT topic, next_topic, count(*) {pairs} GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT {limit:d}"
    return [Following(*row) for row in Query(sql, parameters(asked)).run(warehouse)]
