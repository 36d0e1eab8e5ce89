"""What was decided about experiments. State: running -> stopped or adopted, and from each of these to adopted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.base.records import made
from bot.store.schema import experiments


@dataclass(frozen=True)
class Decision:
    """`adopted` is the variant that everybody gets, `agent_id` who decided last."""

    key: str
    state: str
    started_at: datetime
    ended_at: Optional[datetime]
    adopted: Optional[str]
    agent_id: Optional[int]


def every(tx: Connection) -> dict[str, Decision]:
    """The decisions by key; an experiment that was never started has none."""
    query = sa.select(experiments).order_by(experiments.c.started_at)
    return {row["key"]: made(Decision, row) for row in tx.execute(query).mappings()}


def lock(tx: Connection) -> None:
    """One decision at a time until the transaction ends, as on SQLite anyway."""
    if tx.dialect.name != "sqlite":
        tx.execute(sa.text("LOCK TABLE experiments IN SHARE ROW EXCLUSIVE MODE"))


def add(tx: Connection, key: str, started_at: datetime, agent_id: Optional[int]) -> None:
    values = dict(key=key, state="running", started_at=started_at, agent_id=agent_id)
    tx.execute(experiments.insert().values(**values))


def change(tx: Connection, key: str, **values: Any) -> None:
    tx.execute(experiments.update().where(experiments.c.key == key).values(**values))
