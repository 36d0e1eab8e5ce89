"""An agent's time with the console open, as stretches."""

from datetime import datetime, timedelta, timezone

import sqlalchemy as sa

from bot.store.base.database import Database
from bot.store.schema import presences as table
from bot.store.staff import agents, presences

NINE = datetime(2026, 6, 1, 9, tzinfo=timezone.utc)


def _present(database: Database, name: str, *seconds: int) -> None:
    with database.write() as tx:
        if agents.find(tx, name) is None:
            agents.add(tx, name, "-")
        agent = agents.find(tx, name)
        assert agent is not None
        for second in seconds:
            presences.extend(tx, agent.id, NINE + timedelta(seconds=second))


def _stretches(database: Database) -> list[tuple[int, int]]:
    with database.read() as tx:
        rows = tx.execute(sa.select(table).order_by(table.c.id)).all()
    return [tuple(int((at - NINE).total_seconds()) for at in (row.from_at, row.until_at)) for row in rows]


def test_heartbeats_make_one_stretch_until_a_minute_passes_without_one(database: Database) -> None:
    _present(database, "Ada", 0, 20, 40, 100, 161, 181)
    assert _stretches(database) == [(0, 100), (161, 181)]


def test_agents_have_stretches_of_their_own(database: Database) -> None:
    _present(database, "Ada", 0, 20)
    _present(database, "Mina", 30)
    _present(database, "Ada", 40)
    assert _stretches(database) == [(0, 40), (30, 30)]
