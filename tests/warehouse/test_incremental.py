"""Filled piece by piece is the same as made anew, whatever came in which order."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.store.base.database import Database
from bot.warehouse import Warehouse, bulk, intake, open_filled
from bot.warehouse.filling import fill_new
from tests.warehouse.contents import contents
from tests.warehouse.growing import Growing

ZONE = "Europe/Berlin"


def assert_as_made_anew(warehouse: Warehouse, database: Database) -> None:
    with closing(open_filled(database, None, ZONE)) as anew:
        expected = contents(anew)
    found = contents(warehouse)
    assert found.keys() == expected.keys()
    for table, rows in expected.items():
        assert found[table] == rows, table


@pytest.mark.parametrize("seed", [1, 2])
def test_piece_by_piece(database: Database, seed: int) -> None:
    growing = Growing(database, 40, seed)
    with closing(Warehouse(None, ZONE)) as warehouse:
        while not growing.over:
            growing.grow(250)
            fill_new(database, warehouse)
        assert_as_made_anew(warehouse, database)
        assert {name for name, found in contents(warehouse).items() if not found} <= {"locations", "merged"}


@pytest.mark.parametrize(("few", "many"), [(0, 10_000), (0, 0), (3, 20)])
def test_however_many_customers_are_touched(
    sqlite_url: str, few: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "FEW", few)
    monkeypatch.setattr(intake, "MANY", many)
    database = Database(sqlite_url)
    growing = Growing(database, 40, 3)
    with closing(Warehouse(None, ZONE)) as warehouse:
        while not growing.over:
            growing.grow(300)
            fill_new(database, warehouse)
        assert_as_made_anew(warehouse, database)


def test_nothing_new_changes_nothing(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    Growing(database, 10, 4).grow(1000)
    with closing(open_filled(database, None, ZONE)) as warehouse:
        before = contents(warehouse)
        fill_new(database, warehouse)
        assert contents(warehouse) == before


def test_in_bulk(database: Database, tmp_path: Path) -> None:
    growing = Growing(database, 40, 5)
    growing.grow(300)
    path = tmp_path / "analytics.duckdb"
    steps: list[str] = []
    bulk.finish(bulk.started(database.url, path, ZONE), steps.append)
    assert "conversations" in steps
    with closing(Warehouse(path, ZONE)) as warehouse:
        assert_as_made_anew(warehouse, database)
        growing.grow(300)
        fill_new(database, warehouse)
        assert_as_made_anew(warehouse, database)
