"""Inserting many rows with the driver's own means: a third of the time it takes one statement at a time."""

import csv
import io
from typing import Any, Iterable, Mapping, Sequence

import sqlalchemy as sa

from bot.store.base.database import Connection

Cells = Iterable[tuple[Any, ...]]


def insert(tx: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns. Empty texts become NULL on PostgreSQL: leave them out."""
    if rows:
        names = list(rows[0])
        cells = zip(*(_written(tx, table.c[name], [row[name] for row in rows]) for name in names), strict=True)
        write = _execute if tx.dialect.name == "sqlite" else _copy
        write(tx.connection.cursor(), f"{table.name} ({', '.join(names)})", len(names), cells)


def _written(tx: Connection, column: sa.Column, values: list[Any]) -> list[Any]:
    """The values as the driver wants them."""
    write: Any = column.type.dialect_impl(tx.dialect).bind_processor(tx.dialect)
    return [None if value is None else write(value) for value in values] if write else values


def _execute(cursor: Any, target: str, width: int, cells: Cells) -> None:
    cursor.executemany(f"INSERT INTO {target} VALUES ({', '.join('?' * width)})", cells)  # noqa: S608


def _copy(cursor: Any, target: str, width: int, cells: Cells) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(cells)
    text.seek(0)
    cursor.copy_expert(f"COPY {target} FROM STDIN WITH (FORMAT csv)", text)
