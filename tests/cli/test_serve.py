"""What the very first start prepares, and no later one."""

import sqlalchemy as sa

from bot.cli.serve import first_start
from bot.staff.rights import Role
from bot.store import agents
from bot.store.database import Database
from bot.store.schema import locations, orders


def _counts(database: Database) -> tuple[int, ...]:
    with database.read() as tx:
        return tuple(len(tx.execute(sa.select(table.c.id)).all()) for table in (orders, locations))


def test_the_first_start_brings_samples_and_an_agent(database: Database) -> None:
    first_start(database)
    assert _counts(database) == (10, 3)
    with database.write() as tx:
        assert [agent.role for agent in agents.every(tx)] == [Role.ADMIN]
        tx.execute(orders.delete())
    first_start(database)
    assert _counts(database) == (0, 3)
