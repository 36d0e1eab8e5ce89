"""Everything that a warehouse holds, to compare two of them."""

from typing import Any

from bot.warehouse import Warehouse

# How it was filled, which may differ.
_BOOKKEEPING = {"meta", "gaps"}


def contents(warehouse: Warehouse) -> dict[str, list[Any]]:
    """The rows of each table, in an order of their own."""
    cursor = warehouse.cursor()
    names = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
    return {name: rows(warehouse, name) for (name,) in names if name not in _BOOKKEEPING}


def rows(warehouse: Warehouse, table: str) -> list[Any]:
    return warehouse.cursor().execute(f"FROM {table} ORDER BY ALL").fetchall()


def records(warehouse: Warehouse, query: str) -> list[dict[str, Any]]:
    found = warehouse.cursor().execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
