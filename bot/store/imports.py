"""Rows from outside: all of a file or nothing of it."""

from typing import Any, Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import Connection
from bot.store.schema import locations, orders

Rows = Sequence[dict[str, Any]]

_BATCH = 1000
# What makes a row of a table the same row again.
_KEYS = {orders: "key", locations: "code"}
_TABLES = {table.name: table for table in _KEYS}


def put(tx: Connection, name: str, rows: Rows) -> Iterator[int]:
    """Add the rows to the table `name`, in place of those with the same key; yields how many are done."""
    statement = _upsert(tx, _TABLES[name])
    for start in range(0, len(rows), _BATCH):
        tx.execute(statement, rows[start : start + _BATCH])
        yield min(start + _BATCH, len(rows))


def clear(tx: Connection, name: str) -> None:
    tx.execute(_TABLES[name].delete())


def is_empty(tx: Connection, names: Iterable[str]) -> bool:
    return all(tx.execute(sa.select(_TABLES[name].c.id).limit(1)).first() is None for name in names)


def _upsert(tx: Connection, table: sa.Table) -> Any:
    insert = (sqlite if tx.dialect.name == "sqlite" else postgresql).insert(table)
    key = _KEYS[table]
    changed = {c.name: insert.excluded[c.name] for c in table.columns if c.name not in ("id", key)}
    return insert.on_conflict_do_update(index_elements=[key], set_=changed)
