"""The migrations make exactly the tables of the schema, on both databases, and can be repeated."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.base.paths import PROJECT
from bot.store.base.database import Database
from bot.store.schema import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    url = f"sqlite:///{tmp_path / 'new.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database(url)
    database.upgrade()
    yield database
    database.dispose()


def test_nothing_is_missing_or_left_over(migrated: Database) -> None:
    options = {"include_object": lambda _object, name, *_: name != "sqlite_sequence"}
    with migrated.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_upgrading_again_changes_nothing(migrated: Database) -> None:
    migrated.upgrade()


def test_a_database_of_a_later_version_is_left_as_it_is(tmp_path: Path) -> None:
    """As when a server of the version before is started again during an upgrade."""
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    database.upgrade()
    with database.write() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = 'later'")
    database.upgrade()
    with database.read() as tx:
        assert tx.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "later"


def test_servers_that_start_together_migrate_once(postgres: str) -> None:
    engine = sa.create_engine(postgres, isolation_level="AUTOCOMMIT", future=True)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE together")
    url = sa.engine.make_url(postgres).set(database="together").render_as_string(hide_password=False)
    command, environment = [sys.executable, "-m", "bot", "db", "upgrade"], {**os.environ, "DATABASE_URL": url}
    both = [subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE) for _ in range(2)]
    for process in both:
        _, problem = process.communicate(timeout=120)
        assert process.returncode == 0, problem
    engine.dispose()


def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    with database.read() as tx:
        pragmas = {name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
        assert tx.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}
