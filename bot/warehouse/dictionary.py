"""The data dictionary: what tables and columns mean, as comments in the file, for analysts and for the dashboard."""

from functools import lru_cache
from pathlib import Path
from typing import Mapping, NamedTuple

import duckdb
import yaml

_COLUMNS = Path(__file__).with_name("columns.yml")
_ALL_COLUMNS = """
    SELECT table_name, column_name, data_type, coalesce(comment, '')
    FROM duckdb_columns() WHERE NOT internal AND database_name = current_database()
    ORDER BY table_oid, column_index
"""


class Column(NamedTuple):
    table: str
    name: str
    type: str
    meaning: str


@lru_cache(maxsize=1)
def meanings() -> Mapping[str, Mapping[str, str]]:
    """By table the meanings of its columns; those under `everywhere` hold in every table that says no other."""
    declared: dict[str, dict[str, str]] = yaml.safe_load(_COLUMNS.read_text(encoding="utf-8"))
    return declared


def write_comments(cursor: duckdb.DuckDBPyConnection) -> None:
    everywhere = meanings()["everywhere"]
    statements = []
    for column in columns(cursor):
        meaning = meanings().get(column.table, {}).get(column.name) or everywhere[column.name]
        quoted = meaning.replace("'", "''")
        statements.append(f"COMMENT ON COLUMN {column.table}.{column.name} IS '{quoted}'")
    cursor.execute(";".join(statements))


def columns(cursor: duckdb.DuckDBPyConnection) -> list[Column]:
    """Every column of every table, in their order."""
    return [Column(*row) for row in cursor.execute(_ALL_COLUMNS).fetchall()]


def tables(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What the tables hold, in their order."""
    query = "SELECT table_name, coalesce(comment, '') FROM duckdb_tables() WHERE NOT temporary ORDER BY table_oid"
    return dict(cursor.execute(query).fetchall())
