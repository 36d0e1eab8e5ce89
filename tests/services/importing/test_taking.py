"""All of a file or nothing of it; and a second time nothing changes."""

from datetime import date
from typing import Any

import pytest

from bot.services.importing.problems import Wrong
from bot.store.base.database import Database
from tests.services.importing.conftest import Bring, Rows

_ORDERS = "number,email,status,ordered_on,total,currency"
_ONE = "FH-1,ann@example.org,shipped,2026-11-17,12.90,USD"
_TWO = "FH-2,ann@example.org,shipped,2026-11-18,20.00,USD"
_CALLS = "id,kind,at,channel,email,value"
_CALL = "c-1,phone_call,2026-11-17T10:00:00Z,phone,ann@example.org,60"
_STORES = "code,name,address,city,postcode,time_zone,monday"
_STORE = "riverside,Riverside,12 Quay Street,Portland,97205,UTC,10:00-20:00"


def _counts(taken: Any) -> tuple[int, int, int, int]:
    return taken.added, taken.changed, taken.unchanged, taken.removed


def test_orders_again_change_nothing(bring: Bring, rows: Rows) -> None:
    assert _counts(bring("orders", _ORDERS, _ONE, _TWO)) == (2, 0, 0, 0)
    once = [rows(name) for name in ("orders", "customers", "identities", "merges")]
    assert _counts(bring("orders", _ORDERS, _TWO, _ONE)) == (0, 0, 2, 0)
    assert [rows(name) for name in ("orders", "customers", "identities", "merges")] == once
    noted = [(row["kind"], row["source"], row["rows"]) for row in rows("imports")]
    assert noted == [("orders", "test", 2), ("orders", "test", 2)]


def test_only_changed_orders_carry_the_number_of_the_import(bring: Bring, rows: Rows) -> None:
    bring("orders", _ORDERS, _ONE, _TWO)
    assert _counts(bring("orders", _ORDERS, _ONE, _TWO.replace("shipped", "delivered"))) == (0, 1, 1, 0)
    assert [(row["status"], row["import_id"]) for row in rows("orders")] == [("shipped", 1), ("delivered", 2)]


@pytest.mark.parametrize(
    "change", [("12.90", "12.91"), ("USD", "EUR"), ("2026-11-17", "2026-11-16"), (",shipped", ",")]
)
def test_every_column_can_change(bring: Bring, change: tuple[str, str]) -> None:
    bring("orders", _ORDERS, _ONE)
    assert _counts(bring("orders", _ORDERS, _ONE.replace(*change))) == (0, 1, 0, 0)


def test_another_way_to_write_the_number_is_the_same_order(bring: Bring, rows: Rows) -> None:
    bring("orders", _ORDERS, _ONE)
    assert _counts(bring("orders", _ORDERS, _ONE.replace("FH-1", "fh 1"))) == (0, 1, 0, 0)
    with pytest.raises(Wrong) as wrong:
        bring("orders", _ORDERS, _ONE, _ONE.replace("FH-1", "fh 1"))
    assert str(wrong.value) == 'line 3, column "number": the same as in line 2'


def test_one_fault_and_nothing_is_stored(bring: Bring, rows: Rows) -> None:
    with pytest.raises(Wrong) as wrong:
        bring("orders", _ORDERS, _ONE, _TWO.replace("USD", "DOGE"), "x")
    assert [problem.line for problem in wrong.value.problems] == [3, 4]
    assert [rows(name) for name in ("orders", "customers", "identities", "imports")] == [[], [], [], []]


def test_replacing_forgets_the_rest_and_says_so(bring: Bring, rows: Rows) -> None:
    bring("orders", _ORDERS, _ONE, _TWO)
    assert _counts(bring("orders", _ORDERS, _TWO, replace=True)) == (0, 0, 1, 1)
    assert [row["number"] for row in rows("orders")] == ["FH-2"]
    assert [row["kind"] for row in rows("imports")] == ["orders", "orders_replaced", "orders"]
    bring("orders", _ORDERS, _TWO, replace=True)
    assert [row["kind"] for row in rows("imports")][3:] == ["orders"]


@pytest.mark.parametrize("replace", [False, True])
def test_a_dry_run_counts_and_writes_nothing(bring: Bring, rows: Rows, replace: bool) -> None:
    bring("orders", _ORDERS, _ONE)
    names = ("orders", "customers", "identities", "imports", "merges")
    before = [rows(name) for name in names]
    lines = (_ONE.replace("shipped", "delivered"), _TWO.replace("ann", "bob"))
    taken = bring("orders", _ORDERS, *lines, dry_run=True, replace=replace)
    assert (*_counts(taken), taken.known, taken.new_customers) == (1, 1, 0, 0, 1, 1)
    assert [(each.line, each.channel) for each in taken.examples] == [(2, "email")]
    assert [rows(name) for name in names] == before


def test_stores_again_change_nothing(bring: Bring, rows: Rows) -> None:
    assert _counts(bring("locations", _STORES, _STORE)) == (1, 0, 0, 0)
    assert _counts(bring("locations", _STORES, _STORE)) == (0, 0, 1, 0)
    assert _counts(bring("locations", _STORES, _STORE.replace("20:00", "21:00"))) == (0, 1, 0, 0)
    assert rows("locations")[0]["hours"] == [["10:00", "21:00"], *[None] * 6]


def test_orders_name_stores_that_are_known(bring: Bring, rows: Rows) -> None:
    with pytest.raises(Wrong, match="import the stores first"):
        bring("orders", f"{_ORDERS},location", f"{_ONE},riverside")
    bring("locations", _STORES, _STORE)
    bring("orders", f"{_ORDERS},location", f"{_ONE},riverside")
    assert rows("orders")[0]["location"] == "riverside"


def test_touchpoints_are_facts_that_are_added_once(bring: Bring, rows: Rows) -> None:
    assert _counts(bring("touchpoints", _CALLS, _CALL)) == (1, 0, 0, 0)
    assert _counts(bring("touchpoints", _CALLS, _CALL.replace("60", "90"), _CALL.replace("c-1", "c-2"))) == (1, 0, 1, 0)
    told = [(row["cause"], row["kind"], row["value"], row["conversation_id"]) for row in rows("touchpoints")]
    assert told == [("import:shop:c-1", "phone_call", 60, None), ("import:shop:c-2", "phone_call", 60, None)]
    assert {row["customer_id"] for row in rows("touchpoints")} == {1}


def test_the_same_number_of_another_source_is_another_touchpoint(bring: Bring, rows: Rows) -> None:
    bring("touchpoints", _CALLS, _CALL)
    bring("touchpoints", f"{_CALLS},source", f"{_CALL},crm")
    assert [row["cause"] for row in rows("touchpoints")] == ["import:shop:c-1", "import:crm:c-1"]


def test_a_known_touchpoint_makes_nobody_known_again(bring: Bring, rows: Rows, database: Database) -> None:
    bring("touchpoints", _CALLS, _CALL)
    bring("touchpoints", _CALLS, _CALL.replace("ann@", "bob@"))
    assert [row["external_id"] for row in rows("identities")] == ["ann@example.org"]


def test_what_is_not_in_the_file_any_more_is_forgotten_of_an_order(bring: Bring, rows: Rows) -> None:
    bring("orders", _ORDERS, _ONE)
    bring("orders", "number,email,ordered_on", "FH-1,ann@example.org,2026-11-17")
    stored = rows("orders")[0]
    assert (stored["status"], stored["total"], stored["ordered_on"]) == (None, None, date(2026, 11, 17))


def test_more_rows_than_are_looked_at_together(bring: Bring, rows: Rows) -> None:
    lines = [f"FH-{n},c{n // 2}@example.org,shipped,2026-11-17,1,USD" for n in range(5100)]
    taken = bring("orders", _ORDERS, *lines)
    assert (taken.added, taken.new_customers) == (5100, 2550)
    assert bring("orders", _ORDERS, *lines).unchanged == 5100
    owners = {row["external_id"]: row["customer_id"] for row in rows("identities")}
    assert all(row["customer_id"] == owners[row["email"]] for row in rows("orders"))
