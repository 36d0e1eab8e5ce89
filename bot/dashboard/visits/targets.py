"""Goals as targets beside figures."""

from typing import Mapping

from bot.metrics.definitions.measures import Count
from bot.metrics.definitions.quantities import Total
from bot.metrics.registry import BY_KEY
from bot.store.analytics import goals
from bot.store.base.database import Database

# Where a metric has several goals, the first of these counts.
_PREFERRED = ("month", "week", "quarter")


def targets(database: Database) -> Mapping[str, float]:
    """By metric. What adds up over time is left out: its target is for a month, not for the period looked at."""
    with database.read() as tx:
        listed = [goal for goal in goals.listed(tx) if goal.metric in BY_KEY]
    listed.sort(key=lambda goal: -_PREFERRED.index(goal.every))
    return {goal.metric: goal.target for goal in listed if not _adds_up(goal.metric)}


def _adds_up(key: str) -> bool:
    return isinstance(BY_KEY[key].measure, (Count, Total))
