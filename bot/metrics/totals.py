"""What the conversations of each group add up to, counted by the database in two grouped queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Mapping, Optional

import sqlalchemy as sa

from bot.metrics.cohorts import By, Period, cohort, expected_groups
from bot.metrics.facts import facts
from bot.metrics.outcomes import SATISFIED, Outcome, outcome
from bot.metrics.quantiles import Histogram
from bot.store.database import Connection
from bot.store.schema import touchpoints
from bot.store.touchpoints import Kind

# Their touchpoints carry a duration in seconds; of an agent's messages only the first one of a handoff does.
TIMED = (Kind.HANDOFF_ACCEPTED, Kind.HUMAN_REPLIED, Kind.HANDOFF_RESOLVED)


@dataclass(frozen=True)
class Totals:
    """Everything the metrics of one group are computed from.

    `eligible`, `asked`, `rated`, `commented`, `satisfied` and `with_fallback` count conversations, `left_queue`
    (accepted or abandoned) and `abandoned_queue` handoffs, `missed_messages` the typed messages that met a fallback.
    """

    conversations: int = 0
    messages: int = 0
    missed_messages: int = 0
    with_fallback: int = 0
    eligible: int = 0
    asked: int = 0
    rated: int = 0
    commented: int = 0
    satisfied: int = 0
    rating_sum: int = 0
    left_queue: int = 0
    abandoned_queue: int = 0
    outcomes: Mapping[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    durations: Mapping[Kind, Histogram] = field(default_factory=lambda: {kind: {} for kind in TIMED})

    @property
    def engaged(self) -> int:
        return self.conversations - self.outcomes[Outcome.UNENGAGED]

    @property
    def handled(self) -> int:
        return self.engaged - self.outcomes[Outcome.PENDING]

    @property
    def contained(self) -> int:
        return self.outcomes[Outcome.CONFIRMED_RESOLVED] + self.outcomes[Outcome.ASSUMED_RESOLVED]


def totals(tx: Connection, period: Period, by: Optional[By]) -> dict[str, Totals]:
    """The totals by group, in the order of the groups' names."""
    durations = _durations(tx, period, by)
    found = {row["group"]: _made(row, durations[row["group"]]) for row in _counted(tx, period, by)}
    groups = sorted({*found, *expected_groups(period, by)})
    return {group: found.get(group, Totals()) for group in groups}


def _made(row: Mapping[str, Any], durations: Mapping[Kind, Histogram]) -> Totals:
    # PostgreSQL adds whole numbers up to decimals.
    counts = {name: int(number or 0) for name, number in row.items() if name != "group"}
    outcomes = {one: counts.pop(one.value) for one in Outcome}
    return Totals(**counts, outcomes=outcomes, durations=durations)


def _counted(tx: Connection, period: Period, by: Optional[By]) -> Any:
    """One row per group, with a column for every total and every outcome."""
    happened = facts(cohort(period, by))
    decided = sa.select(happened, outcome(happened).label("outcome")).cte("decided")
    outcomes = [_where(decided.c.outcome == one.value).label(one.value) for one in Outcome]
    query = sa.select(decided.c.group, *_sums(decided.c), *outcomes).group_by(decided.c.group)
    return tx.execute(query).mappings()


def _sums(c: Any) -> list[Any]:
    waiting = c.requested > c.accepted + c.cancelled
    gave_up = c.cancelled + sa.case(((c.closed > 0) & waiting, 1), else_=0)
    return [
        sa.func.count().label("conversations"),
        sa.func.sum(c.messages).label("messages"),
        sa.func.sum(c.missed_messages).label("missed_messages"),
        _where(c.fallbacks > 0).label("with_fallback"),
        _where((c.last_answer > 0) | (c.resolved > 0) | (c.surveyed > 0)).label("eligible"),
        _where(c.surveyed > 0).label("asked"),
        sa.func.count(c.rating).label("rated"),
        _where(c.rating.is_not(None) & (c.commented > 0)).label("commented"),
        _where(c.rating >= SATISFIED).label("satisfied"),
        sa.func.sum(c.rating).label("rating_sum"),
        sa.func.sum(c.accepted + gave_up).label("left_queue"),
        sa.func.sum(gave_up).label("abandoned_queue"),
    ]


def _where(condition: Any) -> Any:
    return sa.func.count(sa.case((condition, 1)))


def _durations(tx: Connection, period: Period, by: Optional[By]) -> dict[str, dict[Kind, dict[int, int]]]:
    """By group and kind: how often each duration was measured."""
    opened = cohort(period, by)
    what = (opened.c.group, touchpoints.c.kind, touchpoints.c.value)
    query = (
        sa.select(*what, sa.func.count().label("times"))
        .join(touchpoints, touchpoints.c.conversation_id == opened.c.conversation_id)
        .where(touchpoints.c.kind.in_([kind.label for kind in TIMED]), touchpoints.c.value.is_not(None))
        .group_by(*what)
    )
    kinds = {kind.label: kind for kind in TIMED}
    found: dict[str, dict[Kind, dict[int, int]]] = defaultdict(lambda: {kind: {} for kind in TIMED})
    for group, kind, value, times in tx.execute(query):
        found[group][kinds[kind]][value] = times
    return found
