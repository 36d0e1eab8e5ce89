"""Rows handed to DuckDB in one statement: it is slow at taking them one by one."""

import json
from typing import Mapping

from bot.store.analytics.feeds import Rows
from bot.warehouse.warehouse import Cursor

# What is a word of DuckDB's own.
RENAMED = {"at": "at_time"}


def put(cursor: Cursor, table: str, types: Mapping[str, str], found: Rows) -> None:
    """Add rows to a table, those of the columns that `types` names."""
    if not found.rows:
        return
    names = (RENAMED.get(name, name) for name in found.columns)
    values = {name: column for name, column in zip(names, zip(*found.rows, strict=True), strict=True) if name in types}
    lists = json.dumps({name: f"{types[name]}[]" for name in values})
    columns = ", ".join(f"unnest(given.{name}) AS {name}" for name in values)
    query = f"INSERT INTO {table} BY NAME SELECT {columns} FROM (SELECT from_json($1, $2) AS given)"
    cursor.execute(query, [json.dumps(values), lists])


def declare(cursor: Cursor, table: str, types: Mapping[str, str]) -> None:
    """An empty temporary table."""
    declared = ", ".join(f"{name} {type_}" for name, type_ in types.items())
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({declared})")


def count(cursor: Cursor, table: str) -> int:
    (found,) = cursor.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
    return int(found)
