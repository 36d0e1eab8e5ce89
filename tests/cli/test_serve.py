"""What the very first start prepares, and no later one."""

import os
import subprocess
import sys

import sqlalchemy as sa

from bot.base.paths import PROJECT
from bot.cli.serve import first_start
from bot.staff.rights import Role
from bot.store.base.database import Database
from bot.store.schema import locations, orders
from bot.store.staff import agents


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


def test_several_processes_on_sqlite_are_refused_with_the_reason() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "bot", "run", "--processes", "2"]
    done = subprocess.run(command, cwd=PROJECT, env={**os.environ, "DATABASE_URL": ""}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "an SQLite file has one writer and is served by one process; set DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
