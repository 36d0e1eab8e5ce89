"""The migrations make exactly the tables of the schema, on both databases, and can be repeated."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.store.database import Database
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


def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    with database.read() as tx:
        pragmas = {name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
        assert tx.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}
