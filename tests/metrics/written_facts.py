"""A warehouse of rows written by hand: a test names what it is about, the rest is filled in."""

import json
from datetime import datetime
from itertools import count
from typing import Any, Mapping, Sequence

from bot.warehouse.warehouse import Cursor, Warehouse

Row = Mapping[str, Any]
_NOON = datetime(2026, 3, 2, 12)
_ORDINARY: Mapping[str, Any] = {
    "channel": "web", "language": "en", "outcome": "assumed_resolved", "resolver": "bot", "touch_level": "no_touch",
    "kind": "csat", "ended": "resolved", "first_channel": "web", "acquisition": "direct", "segment": "visitor",
}  # fmt: skip
_BY_TYPE: Mapping[str, Any] = {"BOOLEAN": False, "VARCHAR": "", "DATE": _NOON.date(), "TIMESTAMP": _NOON}
# A day given is enough for these times.
_AT = {
    "at_day": ("at_time",),
    "opened_day": ("opened_at", "ended_at", "requested_at"),
    "first_day": ("first_at", "last_at"),
}


def rows(times: int, **values: Any) -> list[dict[str, Any]]:
    return [dict(values) for _ in range(times)]


def warehouse_of(zone: str = "UTC", **tables: Sequence[Row]) -> Warehouse:
    """The tables by name, each with its rows; ids are numbers from 1 on, days of no interest are 2 March 2026."""
    made = Warehouse(None, zone)
    for table, given in tables.items():
        add(made, table, given)
    return made


def add(warehouse: Warehouse, table: str, given: Sequence[Row]) -> None:
    cursor = warehouse.cursor()
    columns = _columns(cursor, table)
    start = cursor.execute(f"SELECT count(*) FROM {table}").fetchone()
    numbers = count(1 + (start[0] if start else 0))
    written = [_complete(columns, row, next(numbers)) for row in given]
    shape = json.dumps([{name: kind for name, kind, _ in columns}])
    one_statement = f"INSERT INTO {table} SELECT unnest(from_json(?, ?), recursive := true)"
    cursor.execute(one_statement, [json.dumps(written, default=str), shape])


def _columns(cursor: Cursor, table: str) -> list[tuple[str, str, bool]]:
    """(name, type, may be NULL), in their order."""
    described = "SELECT column_name, data_type, is_nullable FROM duckdb_columns()"
    return cursor.execute(f"{described} WHERE table_name = ? ORDER BY column_index", [table]).fetchall()


def _complete(columns: Sequence[tuple[str, str, bool]], row: Row, number: int) -> dict[str, Any]:
    unknown = set(row) - {name for name, _, _ in columns}
    assert not unknown, f"no such columns: {unknown}"
    times = {name: row[day] for day, names in _AT.items() if day in row for name in names}
    known = {**_ORDINARY, columns[0][0]: number, "customer_id": number, **times, **row}
    return {name: known.get(name, None if nullable else _BY_TYPE.get(kind, 0)) for name, kind, nullable in columns}
