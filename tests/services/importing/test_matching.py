"""Whose a row is: by account, else e-mail address, else phone number; and who turns out to be one person."""

from typing import Any

from bot.services import merging
from bot.services.inbox import Inbox
from bot.store.base.database import Database
from bot.store.customers import merges, privacy
from tests.services.importing.conftest import Bring, Rows

_ORDERS = "number,email,phone,ordered_on"
_CALLS = "id,kind,at,channel,customer,email,phone"
_ANN, _BOB = "+821011111111", "+821022222222"


def _order(number: int, email: str = "", phone: str = "") -> str:
    return f"FH-{number},{email},{phone},2026-11-17"


def _call(number: int, customer: str = "", email: str = "", phone: str = "") -> str:
    return f"{number},phone_call,2026-11-17T10:00:00Z,phone,{customer},{email},{phone}"


def _owners(rows: Rows, name: str = "orders") -> list[int]:
    return [row["customer_id"] for row in rows(name)]


def test_one_address_is_one_customer_however_it_is_written(bring: Bring, rows: Rows) -> None:
    bring("orders", _ORDERS, _order(1, "Ann@Example.org"), _order(2, "ann@example.org"), _order(3, phone=_BOB))
    bring("orders", _ORDERS, _order(4, "ANN@EXAMPLE.ORG"), _order(5, phone="00821022222222"))
    assert _owners(rows) == [1, 1, 2, 1, 2]


def test_all_addresses_of_a_row_become_known(bring: Bring, rows: Rows) -> None:
    bring("touchpoints", _CALLS, _call(1, "A-1", "ann@example.org", _ANN))
    bring("orders", _ORDERS, _order(1, "ann@example.org"), _order(2, phone=_ANN))
    bring("touchpoints", _CALLS, _call(2, "A-1"))
    assert (_owners(rows), _owners(rows, "touchpoints")) == ([1, 1], [1, 1])


def test_who_is_named_in_one_row_is_one_person_the_older(bring: Bring, rows: Rows) -> None:
    bring("orders", _ORDERS, _order(1, "ann@example.org"), _order(2, phone=_ANN))
    taken = bring("orders", _ORDERS, _order(3, "ann@example.org", _ANN))
    assert taken.merged == 1
    assert [row["merged_into_id"] for row in rows("customers")] == [None, 1]
    assert [(row["customer_id"], row["into_id"]) for row in rows("merges")] == [(2, 1)]


def test_so_are_those_who_are_new_in_the_same_file(bring: Bring, rows: Rows) -> None:
    lines = (_order(1, "ann@example.org"), _order(2, phone=_ANN), _order(3, "ann@example.org", _ANN))
    bring("orders", _ORDERS, *lines)
    assert [row["merged_into_id"] for row in rows("customers")] == [None, 1]
    assert bring("orders", _ORDERS, *lines).merged == 0
    assert len(rows("merges")) == 1


def test_the_account_counts_before_the_address_and_that_before_the_number(bring: Bring, rows: Rows) -> None:
    bring("touchpoints", _CALLS, _call(1, "A-1"), _call(2, email="ann@example.org"), _call(3, phone=_ANN))
    bring("touchpoints", _CALLS, _call(4, "A-1", "ann@example.org"), _call(5, email="ann@example.org", phone=_ANN))
    assert _owners(rows, "touchpoints") == [1, 2, 3, 1, 2]
    assert [row["merged_into_id"] for row in rows("customers")] == [None, 1, 1]


def test_chains_end_in_one_customer_without_circles(bring: Bring, rows: Rows, database: Database) -> None:
    addresses = [f"c{n}@example.org" for n in range(1, 5)]
    bring("orders", _ORDERS, *(_order(n, address) for n, address in enumerate(addresses)))
    with database.write() as tx:
        merging.merge_all(tx, [(3, 4), (2, 3), (4, 1), (1, 3), (2, 4)], "test")
        assert merges.roots(tx, [1, 2, 3, 4]) == {1: 1, 2: 1, 3: 1, 4: 1}
    assert all(row["merged_into_id"] is None or row["merged_into_id"] < row["id"] for row in rows("customers"))


def test_a_merge_that_was_undone_does_not_come_back(bring: Bring, rows: Rows, database: Database) -> None:
    lines = (_order(1, "ann@example.org"), _order(2, phone=_BOB), _order(3, "ann@example.org", _BOB))
    bring("orders", _ORDERS, *lines)
    with database.write() as tx:
        merging.undo(tx, 1)
    before = rows("merges")
    assert bring("orders", _ORDERS, *lines).merged == 0
    assert rows("merges") == before
    assert [row["merged_into_id"] for row in rows("customers")] == [None, None]
    assert _owners(rows) == [1, 2, 1]


def test_a_chat_and_an_import_find_each_other(bring: Bring, rows: Rows, database: Database) -> None:
    chat = Inbox(database).identity("web", "browser", "ko")
    with database.write() as tx:
        merging.known_by_email(tx, chat.customer_id, "Ann@example.org", "ko", "test")
    taken = bring("orders", _ORDERS, _order(1, "ann@example.org", _ANN))
    assert (taken.known, taken.new_customers) == (1, 0)
    assert _owners(rows) == [chat.customer_id]
    known: list[Any] = [(row["channel"], row["customer_id"], row["language"]) for row in rows("identities")]
    assert known == [("web", 1, "ko"), ("email", 1, "ko"), ("phone", 1, "en")]


def test_orders_of_an_erased_address_are_a_fresh_customers(bring: Bring, rows: Rows, database: Database) -> None:
    chat = Inbox(database).identity("web", "browser", "en")
    with database.write() as tx:
        merging.known_by_email(tx, chat.customer_id, "ann@example.org", "en", "test")
    bring("orders", _ORDERS, _order(1, "ann@example.org"))
    with database.write() as tx:
        privacy.erase(tx, chat.customer_id, up_to=0, in_place="-")
    taken = bring("orders", _ORDERS, _order(1, "ann@example.org"), _order(2, "ann@example.org"))
    assert (taken.changed, taken.added, taken.known, taken.new_customers) == (1, 1, 0, 1)
    assert len({*_owners(rows), chat.customer_id}) == 2
    assert rows("customers")[-1]["merged_into_id"] is None
