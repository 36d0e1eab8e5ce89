"""Trouble with the database is explained by what to do, once in a while, and never with customers' words."""

import io
import sqlite3
import sys

import pytest
import sqlalchemy as sa
import structlog

from bot.base import logs
from bot.store.base import trouble
from bot.store.base.database import Database


def _trouble_of(url: str, statement: str = "SELECT 1", **options: object) -> Exception:
    engine = sa.create_engine(url, future=True, **options)
    with pytest.raises(trouble.TROUBLE) as raised, engine.begin() as connection:
        connection.exec_driver_sql(statement)
    return raised.value


def test_a_locked_file(sqlite_url: str) -> None:
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    text = "ann.lee@example.com\nwrote this"
    error = _trouble_of(
        sqlite_url, f"INSERT INTO customers (created_at, name) VALUES ('2026', '{text}')", connect_args={"timeout": 0}
    )
    holder.close()
    assert "fuser FILE" in trouble.explain(error)
    assert "ann.lee" not in trouble.explain(error)


def test_a_server_that_is_away() -> None:
    assert "check DATABASE_URL" in trouble.explain(_trouble_of("postgresql://nobody:secret@127.0.0.1:1/none"))
    assert "secret" not in trouble.explain(_trouble_of("postgresql://nobody:secret@127.0.0.1:1/none"))


def test_rows_locked_by_somebody(postgres_url: str) -> None:
    holder = sa.create_engine(postgres_url, future=True).connect()
    holder.exec_driver_sql("LOCK TABLE customers")
    error = _trouble_of(
        postgres_url,
        "SELECT * FROM customers",
        connect_args={"options": "-c lock_timeout=50"},
        poolclass=sa.pool.NullPool,
    )
    holder.close()
    assert "pg_stat_activity" in trouble.explain(error)


def test_what_is_no_trouble_of_the_database_is_not_told(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError) as raised, database.write() as tx:
        tx.exec_driver_sql("INSERT INTO customers (name) VALUES ('x')")
    assert not trouble.told(raised.value)
    assert not trouble.told(ValueError("x"))


def test_it_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        structlog.reset_defaults()
        logs.configure("INFO")
        patch.setattr(trouble, "log", structlog.get_logger())
        patch.setattr(trouble, "_teller", trouble._Teller())
        error = _trouble_of("postgresql://nobody@127.0.0.1:1/none")
        assert all(trouble.told(error) for _ in range(5))
    logs.configure("WARNING")
    assert written.getvalue().count("check DATABASE_URL") == 1
