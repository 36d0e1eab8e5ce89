"""Rows that appear below ones that were read already."""

from contextlib import closing
from datetime import datetime, timedelta

from bot.base.clock import now
from bot.store.base.database import Connection, Database
from bot.store.schema import customers, touchpoints
from bot.warehouse import Warehouse
from bot.warehouse.filling import fill_new
from bot.warehouse.news import anything_new


def test_a_transaction_that_ends_late(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.write() as tx:
        tx.execute(customers.insert().values(created_at=now()))
    with closing(Warehouse(None, "UTC")) as warehouse:
        with database.write() as slow:
            _call(slow, "slow")
            with database.write() as fast:
                _call(fast, "fast")
            fill_new(database, warehouse)
            assert _read(warehouse) == [2]
            assert _gaps(warehouse) == [(1, 1)]
            assert not anything_new(database, warehouse)
        assert anything_new(database, warehouse)
        fill_new(database, warehouse)
        assert _read(warehouse) == [1, 2]
        assert _gaps(warehouse) == []


def test_what_never_appears_is_forgotten_after_an_hour(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.write() as tx:
        tx.execute(customers.insert().values(created_at=now()))
    with closing(Warehouse(None, "UTC")) as warehouse:
        with database.engine.connect() as undone, undone.begin() as transaction:
            _call(undone, "undone")
            transaction.rollback()
        with database.write() as tx:
            _call(tx, "one")
        fill_new(database, warehouse)
        assert _gaps(warehouse) == [(1, 1)]
        _age(warehouse, timedelta(hours=1, seconds=1))
        assert not anything_new(database, warehouse)
        with database.write() as tx:
            _call(tx, "two")
        fill_new(database, warehouse)
        assert _gaps(warehouse) == []


def test_a_gap_can_be_filled_in_parts(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.write() as tx:
        tx.execute(customers.insert().values(created_at=now()))
        for number in (5, 9):
            _call(tx, f"call {number}", number)
    with closing(Warehouse(None, "UTC")) as warehouse:
        fill_new(database, warehouse)
        assert _gaps(warehouse) == [(1, 4), (6, 8)]
        with database.write() as tx:
            _call(tx, "call 7", 7)
            _call(tx, "call 12", 12)
        fill_new(database, warehouse)
        assert _gaps(warehouse) == [(1, 4), (6, 6), (8, 8), (10, 11)]
        assert _read(warehouse) == [5, 7, 9, 12]


def _call(tx: Connection, cause: str, number: "int | None" = None) -> None:
    about = dict(cause=cause, kind="phone_call", at=now(), customer_id=1, channel="phone", language="en")
    tx.execute(touchpoints.insert().values(**about, **({"id": number} if number else {})))


def _read(warehouse: Warehouse) -> list[int]:
    found = warehouse.cursor().execute("SELECT touchpoint_id FROM touchpoints ORDER BY ALL").fetchall()
    return [number for (number,) in found]


def _gaps(warehouse: Warehouse) -> list[tuple[int, int]]:
    return warehouse.cursor().execute("SELECT first_id, last_id FROM gaps ORDER BY ALL").fetchall()


def _age(warehouse: Warehouse, by: timedelta) -> None:
    seen = datetime.utcnow() - by
    warehouse.cursor().execute("UPDATE gaps SET seen_at = ?", [seen])
