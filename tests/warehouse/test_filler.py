"""The thread that keeps the analytics of a server up to date."""

import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from bot.base.clock import now
from bot.store.base.database import Database
from bot.store.processes import leases
from bot.store.schema import customers, touchpoints
from bot.store.schema import leases as leases_table
from bot.warehouse import access
from bot.warehouse.access import Held, open_current, usable
from bot.warehouse.filler import LEASE, Filler
from bot.warehouse.filling import open_filled
from tests.waiting import until
from tests.warehouse.growing import Growing

ZONE = "Europe/Berlin"
Start = Callable[..., Filler]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Filler] = []

    def started_with(database: Database, path: Path, address: str = "http://here") -> Filler:
        filler = Filler(database, path, ZONE, address)
        started.append(filler)
        filler.start()
        return filler

    yield started_with
    for filler in started:
        filler.stop()


def call(database: Database, cause: str) -> None:
    with database.write() as tx:
        about = dict(kind="phone_call", at=now(), customer_id=1, channel="phone", language="en")
        tx.execute(touchpoints.insert().values(cause=cause, **about))


def calls(filler: Filler) -> int:
    assert filler.warehouse is not None
    (found,) = filler.warehouse.cursor().execute("SELECT count(*) FROM touchpoints").fetchone() or (0,)
    return int(found)


@pytest.fixture
def known(database: Database) -> Database:
    with database.write() as tx:
        tx.execute(customers.insert().values(created_at=now()))
    return database


def test_new_touchpoints_appear(known: Database, tmp_path: Path, start: Start) -> None:
    filler = start(known, tmp_path / "deep" / "analytics.duckdb")
    until(lambda: filler.state.ready)
    call(known, "one")
    began = time.monotonic()
    until(lambda: calls(filler) == 1)
    # Two seconds on a machine that does nothing else.
    assert time.monotonic() - began < 8
    state = filler.state
    assert (state.backlog, state.address) == (0, None)
    assert state.filled_at is not None


def test_one_process_at_a_time(known: Database, tmp_path: Path, start: Start) -> None:
    first = start(known, tmp_path / "first.duckdb", "http://first")
    until(lambda: first.state.ready)
    second = start(known, tmp_path / "second.duckdb", "http://second")
    until(lambda: second.elsewhere == "http://first")
    assert not second.state.ready
    first.stop()
    assert first.warehouse is None
    until(lambda: second.state.ready)
    assert second.elsewhere is None
    call(known, "one")
    until(lambda: calls(second) == 1)


def test_a_lease_ends_with_its_holder(known: Database) -> None:
    assert leases.take(known, LEASE, "one", "http://one")
    assert leases.take(known, LEASE, "one", "http://one")
    assert not leases.take(known, LEASE, "two")
    with known.write() as tx:
        tx.execute(leases_table.update().values(expires_at=now() - timedelta(seconds=1)))
    assert leases.take(known, LEASE, "two")
    assert not leases.take(known, LEASE, "one")
    leases.release(known, LEASE, "one")
    with known.read() as tx:
        held = leases.held(tx, LEASE)
    assert held is not None
    assert held.holder == "two"
    leases.release(known, LEASE, "two")
    assert leases.take(known, LEASE, "one")


def test_a_large_backlog_is_read_in_bulk(
    sqlite_url: str, tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "BULK_FROM", 10)
    database = Database(sqlite_url)
    Growing(database, 20, 9).grow(100)
    filler = start(database, tmp_path / "analytics.duckdb")
    until(lambda: filler.state.ready, seconds=60)
    assert calls(filler) > 10


@pytest.mark.parametrize("spoil", [b"no database at all", b""])
def test_a_file_of_no_use_is_made_anew(sqlite_url: str, tmp_path: Path, spoil: bytes) -> None:
    path = tmp_path / "analytics.duckdb"
    path.write_bytes(spoil)
    with closing(open_current(Database(sqlite_url), path, ZONE)) as warehouse:
        assert warehouse.cursor().execute("SELECT count(*) FROM conversations").fetchone() == (0,)


def test_a_file_of_another_zone_or_database_is_made_anew(sqlite_url: str, tmp_path: Path) -> None:
    database, path = Database(sqlite_url), tmp_path / "analytics.duckdb"
    Growing(database, 20, 10).grow(100)
    open_filled(database, path, "UTC").close()
    assert usable(database, path, "Asia/Seoul") is None
    found: Any = usable(database, path, "UTC")
    found.close()
    with database.write() as tx:
        last = touchpoints.c.id == tx.execute(touchpoints.select().order_by(touchpoints.c.id.desc())).first().id
        tx.execute(touchpoints.update().where(last).values(kind="thanked", at=now()))
    assert usable(database, path, "UTC") is None


def test_a_file_that_another_process_holds(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "analytics.duckdb"
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    pipes: Any = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with subprocess.Popen([sys.executable, "-c", code, str(path)], **pipes) as other:
        other.stdout.readline()
        with pytest.raises(Held, match=r"analytics\.duckdb"):
            usable(Database(sqlite_url), path, ZONE)
        other.stdin.close()
