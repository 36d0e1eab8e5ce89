"""docs/warehouse.md says of every table and column what the file says itself."""

from contextlib import closing

import duckdb

from bot.base.paths import PROJECT
from bot.warehouse import Warehouse, dictionary
from bot.warehouse.export import DAYS, WHOLE

DOCS = PROJECT / "docs" / "warehouse.md"


def dictionary_as_text(warehouse: Warehouse) -> str:
    cursor = warehouse.cursor()
    columns = dictionary.columns(cursor)
    parts = []
    for table, holds in dictionary.tables(cursor).items():
        rows = [f"| `{c.name}` | {c.type} | {c.meaning} |" for c in columns if c.table == table]
        parts.append("\n".join([f"### {table}\n\n{holds}\n", "| column | type | meaning |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def test_the_documentation_has_the_dictionary() -> None:
    with closing(Warehouse(None, "UTC")) as warehouse:
        expected = dictionary_as_text(warehouse)
    assert DOCS.read_text(encoding="utf-8").endswith(f"## Tables\n\n{expected}")


def test_everything_is_described_and_nothing_else() -> None:
    with closing(Warehouse(None, "UTC")) as warehouse:
        cursor = warehouse.cursor()
        assert all(dictionary.tables(cursor).values())
        columns = dictionary.columns(cursor)
        assert all(column.meaning for column in columns)
        there = {(column.table, column.name) for column in columns}
    declared = {(t, name) for t, found in dictionary.meanings().items() if t != "everywhere" for name in found}
    assert declared <= there
    assert set(dictionary.meanings()["everywhere"]) <= {name for _, name in there}


def test_exports_leave_no_table_out() -> None:
    with closing(Warehouse(None, "UTC")) as warehouse:
        tables = set(dictionary.tables(warehouse.cursor()))
    assert tables == {*DAYS, *WHOLE, "meta", "gaps"}


def test_names_need_no_quotes() -> None:
    with closing(Warehouse(None, "UTC")) as warehouse:
        columns = dictionary.columns(warehouse.cursor())
        for column in columns:
            query = f"SELECT {column.name} FROM {column.table} WHERE {column.name} IS NULL ORDER BY {column.name}"
            try:
                warehouse.cursor().execute(query)
            except duckdb.Error as error:
                raise AssertionError(query) from error
