"""Limits that hold over all processes, against the one in memory that they stand for."""

import random
import threading
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.base.clock import now
from bot.base.limits import Limiter
from bot.store.base.database import Database
from bot.store.processes import limits
from bot.store.processes.limits import SharedLimiter, limiter
from bot.store.schema import limits as table


@pytest.fixture
def two(postgres_url: str):
    databases = [Database(postgres_url) for _ in range(2)]
    yield databases
    for database in databases:
        database.dispose()


def rest(database: Database, seconds: float) -> None:
    """As if so much time had gone by."""
    with database.write() as tx:
        tx.execute(table.update().values(at=table.c.at - sa.literal(timedelta(seconds=seconds))))


def test_one_process_needs_no_table(sqlite_url: str) -> None:
    assert isinstance(limiter(Database(sqlite_url), "messages", 3), Limiter)


def test_what_one_process_allowed_counts_for_the_other(two: list[Database]) -> None:
    here, there = (limiter(database, "messages", 3) for database in two)
    assert [here.allow("ann"), there.allow("ann"), here.allow("ann"), there.allow("ann")] == [True, True, True, False]
    assert there.allow("bob")
    assert limiter(two[0], "log-ins", 1).allow("ann")
    assert here.retry_after == 20


def test_it_allows_what_the_one_in_memory_allows(two: list[Database]) -> None:
    chosen, rested = random.Random(3), 0.0
    memory, shared = Limiter(6, lambda: time.monotonic() + rested), SharedLimiter(two[0], "messages", 6)
    for _ in range(60):
        pause = chosen.choice([0, 0, 0, 1, 5, 14, 100])
        rested += pause
        rest(two[0], pause)
        assert shared.allow("ann") == memory.allow("ann")


def test_many_at_once_get_no_more_than_the_limit(two: list[Database]) -> None:
    allowed: list[bool] = []

    def work(database: Database) -> None:
        mine = limiter(database, "messages", 10)
        allowed.extend(mine.allow("ann") for _ in range(10))

    threads = [threading.Thread(target=work, args=(database,)) for database in two * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(allowed) == 10


def test_names_and_addresses_are_not_stored_and_what_is_full_again_is_forgotten(
    two: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = two[0]
    monkeypatch.setattr(limits, "_CLEAN_EVERY_SECONDS", 0.0)
    limited = SharedLimiter(database, "messages", 3)
    limited.allow("ann@example.com")
    with database.write() as tx:
        assert "ann" not in tx.execute(sa.select(table.c.key_hash)).scalar()
        tx.execute(table.update().values(at=now() - timedelta(hours=1)))
    limited.allow("bob@example.com")
    with database.read() as tx:
        assert len(tx.execute(sa.select(table)).all()) == 1


def test_the_table_is_not_logged(two: list[Database]) -> None:
    with two[0].read() as tx:
        assert tx.execute(sa.text("SELECT relpersistence FROM pg_class WHERE relname = 'limits'")).scalar() == "u"
