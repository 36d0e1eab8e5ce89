"""What analysts want a metric to reach in each week, month or quarter, and what they compare it with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.base.database import Connection
from bot.store.base.records import made
from bot.store.schema import goals

EVERY = ("week", "month", "quarter")


@dataclass(frozen=True)
class Goal:
    """`target` and `benchmark` are in the metric's unit; a share is from 0 to 1."""

    id: int
    metric: str
    every: str
    target: float
    benchmark: Optional[float]
    changed_at: datetime
    agent_id: Optional[int]


def listed(tx: Connection) -> list[Goal]:
    """All goals by metric, and of one metric in the order they were first set."""
    return [made(Goal, row) for row in tx.execute(sa.select(goals).order_by(goals.c.metric, goals.c.id)).mappings()]


def put(
    tx: Connection, metric: str, every: str, target: float, benchmark: Optional[float], agent_id: Optional[int]
) -> None:
    """Set the metric's goal for each such time; it takes the place of an earlier one."""
    values = dict(target=target, benchmark=benchmark, agent_id=agent_id, changed_at=now())
    same = (goals.c.metric == metric) & (goals.c.every == every)
    if not tx.execute(goals.update().where(same).values(**values)).rowcount:
        tx.execute(goals.insert().values(metric=metric, every=every, **values))


def remove(tx: Connection, goal_id: int) -> bool:
    """False when it was gone already."""
    return bool(tx.execute(goals.delete().where(goals.c.id == goal_id)).rowcount)
