"""The warehouse for others: a consistent copy of the file, or Parquet files for a bigger engine."""

import shutil
from pathlib import Path
from typing import Mapping

from bot.warehouse.warehouse import Cursor, Warehouse

# The facts by the day on which their rows count.
DAYS: Mapping[str, str] = {
    "touchpoints": "at_day",
    "conversations": "opened_day",
    "handoffs": "opened_day",
    "questions": "at_day",
    "surveys": "at_day",
    "orders": "at_day",
    "links": "at_day",
    "exposures": "at_day",
    "activity": "day",
    "agent_days": "day",
}
WHOLE = (
    "customers",
    "merged",
    "locations",
    "topics",
    "agents",
    "models",
    "variants",
    "kinds",
    "stages",
    "days",
    "presences",
)


class Occupied(Exception):
    """There is something already where the export should go."""


def check_free(target: Path) -> None:
    """
    Raises:
        Occupied
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Occupied(f"{target} is there already. Choose another name, or remove it first.")


def snapshot(warehouse: Warehouse, target: Path) -> None:
    """A copy of everything as it is at one moment, while others read and fill.

    Raises:
        Occupied
        duckdb.Error: the disk is full, or the folder is missing.
    """
    check_free(target)
    cursor = warehouse.cursor()
    try:
        (name,) = cursor.execute("SELECT current_database()").fetchone() or ("",)
        cursor.execute(f"ATTACH {_quoted(target)} AS snapshot")
        cursor.execute(f'COPY FROM DATABASE "{name}" TO snapshot')
    finally:
        cursor.execute("DETACH DATABASE IF EXISTS snapshot")
        cursor.close()


def parquet(warehouse: Warehouse, target: Path) -> None:
    """A folder a table; facts have one folder a day in theirs. The target appears when all is written.

    Raises:
        Occupied
        duckdb.Error, OSError
    """
    check_free(target)
    new = target.with_name(f"{target.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    cursor = warehouse.cursor()
    cursor.begin()
    try:
        _write(cursor, new)
    finally:
        cursor.rollback()
        cursor.close()
    if target.exists():
        target.rmdir()
    new.rename(target)


def _write(cursor: Cursor, folder: Path) -> None:
    for table, day in DAYS.items():
        where = _quoted(folder / table)
        how = f"FORMAT parquet, PARTITION_BY ({day}), WRITE_PARTITION_COLUMNS true"
        cursor.execute(f"COPY (FROM {table} ORDER BY {day}) TO {where} ({how})")
    for table in WHOLE:
        cursor.execute(f"COPY {table} TO {_quoted(folder / f'{table}.parquet')} (FORMAT parquet)")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
