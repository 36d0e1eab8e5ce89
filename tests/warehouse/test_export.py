"""Copies for others."""

from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from bot.store.base.database import Database
from bot.warehouse import Warehouse, export, open_filled
from bot.warehouse.filling import fill_new
from tests.warehouse.contents import contents
from tests.warehouse.growing import Growing

ZONE = "Europe/Berlin"


def test_a_copy_while_others_fill(sqlite_url: str, tmp_path: Path) -> None:
    database, target = Database(sqlite_url), tmp_path / "it's a copy.duckdb"
    growing = Growing(database, 20, 11)
    growing.grow(100)
    with closing(open_filled(database, tmp_path / "analytics.duckdb", ZONE)) as warehouse:
        before = contents(warehouse)
        export.snapshot(warehouse, target)
        growing.grow(100)
        fill_new(database, warehouse)
        with pytest.raises(export.Occupied, match="is there already"):
            export.snapshot(warehouse, target)
        with closing(Warehouse(target, ZONE)) as copy:
            assert contents(copy) == before
            fill_new(database, copy)
            assert contents(copy) == contents(warehouse)


def test_parquet_by_day(sqlite_url: str, tmp_path: Path) -> None:
    database, target = Database(sqlite_url), tmp_path / "parquet"
    Growing(database, 20, 12).grow(150)
    with closing(open_filled(database, None, ZONE)) as warehouse:
        export.parquet(warehouse, target)
        expected = contents(warehouse)
    for table in export.DAYS:
        assert _read(target / table / "**" / "*.parquet") == len(expected[table])
    for table in export.WHOLE:
        assert _read(target / f"{table}.parquet") == len(expected[table])
    (day,) = {row[3] for row in expected["touchpoints"]} & {min(row[3] for row in expected["touchpoints"])}
    first = target / "touchpoints" / f"at_day={day}" / "*.parquet"
    assert _read(first) == sum(row[3] == day for row in expected["touchpoints"])
    with pytest.raises(export.Occupied):
        export.check_free(target)


def test_an_empty_database_has_empty_files(sqlite_url: str, tmp_path: Path) -> None:
    with closing(open_filled(Database(sqlite_url), None, ZONE)) as warehouse:
        (tmp_path / "folder").mkdir()
        export.parquet(warehouse, tmp_path / "folder")
    assert _read(tmp_path / "folder" / "customers.parquet") == 0


def _read(files: Path) -> int:
    pattern = str(files)
    if not list(files.parent.glob(files.name)) and "**" not in pattern:
        return 0
    if "**" in pattern and not list(Path(pattern.split("**")[0]).rglob("*.parquet")):
        return 0
    (found,) = duckdb.sql(f"SELECT count(*) FROM '{pattern}'").fetchone() or (0,)
    return int(found)
