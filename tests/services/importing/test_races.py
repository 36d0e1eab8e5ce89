"""Somebody else writes in the same moment."""

import threading

import sqlalchemy as sa

from bot.services import merging
from bot.services.importing.taking import Taken
from bot.store.base.database import Database
from bot.store.customers import identities
from tests.services.importing.conftest import Bring, Rows
from tests.waiting import until

_LINES = ("number,email,ordered_on", "FH-1,ann@example.org,2026-11-17")


def _waits(database: Database) -> bool:
    """Does somebody wait for a lock? On SQLite that can't be seen; there they wait to begin."""
    if database.url.startswith("sqlite"):
        return True
    with database.read() as tx:
        return bool(tx.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar())


def test_an_address_that_a_chat_makes_known_meanwhile(bring: Bring, rows: Rows, database: Database) -> None:
    taken: list[Taken] = []
    importing = threading.Thread(target=lambda: taken.append(bring("orders", *_LINES)))
    with database.write() as tx:
        (customer_id,) = identities.add_customers(tx, 1)
        merging.known_by_email(tx, customer_id, "ann@example.org", "en", "test")
        importing.start()
        until(lambda: _waits(database), 20)
    importing.join()
    assert (taken[0].known, taken[0].new_customers) == (1, 0)
    assert [row["customer_id"] for row in rows("orders")] == [customer_id]


def test_two_imports_of_the_same_rows(bring: Bring, rows: Rows) -> None:
    taken: list[Taken] = []
    importing = [threading.Thread(target=lambda: taken.append(bring("orders", *_LINES))) for _ in range(3)]
    for each in importing:
        each.start()
    for each in importing:
        each.join()
    assert sorted((each.added, each.unchanged) for each in taken) == [(0, 1), (0, 1), (1, 0)]
    assert (len(rows("orders")), len(rows("customers"))) == (1, 1)
