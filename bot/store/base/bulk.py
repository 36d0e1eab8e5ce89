"""Many rows at once: hundreds of thousands a table, in one transaction, with every constraint of the schema in force.

Columns are lists or numpy arrays. In arrays datetime64[us] is a moment in UTC and datetime64[D] a date; NaT and NaN are
NULL. Empty strings are not for here: PostgreSQL reads them as NULL.
"""

import csv
import io
from contextlib import contextmanager
from typing import Any, Iterator, Mapping, Sequence, Union

import numpy as np
import sqlalchemy as sa

from bot.store.base.database import Connection, Database
from bot.store.schema import conversations, metadata, touchpoints

Array = np.ndarray[Any, Any]
Columns = Mapping[str, Union[Sequence[Any], Array]]

_CHUNK = 20_000
# SQLite's pages in memory while it writes, in KiB: indices are written once instead of again and again.
_CACHE = 400_000


class Bulk:
    """What `bulk` gives; its rows are there for others once it ends."""

    def __init__(self, tx: Connection) -> None:
        self._tx = tx
        self._cursor = tx.connection.cursor()
        self._sqlite = tx.dialect.name == "sqlite"
        self._first: dict[str, int] = {}

    def first_id(self, table: str) -> int:
        """The first number that was never given to a row of the table; the next ones are free as well."""
        if table not in self._first:
            self._first[table] = self._unused(table)
        return self._first[table]

    def _unused(self, table: str) -> int:
        if self._sqlite:
            given = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :t")
            there = sa.select(sa.func.max(metadata.tables[table].c.id))
            seen = self._tx.execute(given, {"t": table}).scalar(), self._tx.execute(there).scalar()
            return max(int(last or 0) for last in seen) + 1
        return int(self._tx.execute(sa.text(f"SELECT nextval('{_sequence(table)}')")).scalar())

    def add(self, table: str, columns: Columns) -> Iterator[int]:
        """Write the rows; yields how many are done."""
        size = len(next(iter(columns.values()), ()))
        write = self._execute if self._sqlite else self._copy
        for start in range(0, size, _CHUNK):
            rows = zip(*(self._plain(values[start : start + _CHUNK]) for values in columns.values()), strict=True)
            write(metadata.tables[table], list(columns), rows)
            yield min(start + _CHUNK, size)

    def finish(self) -> None:
        """Let the database number on behind our rows. SQLite does so by itself."""
        for table in () if self._sqlite else sorted(self._first):
            seq, table_max = _sequence(table), f"(SELECT coalesce(max(id), 0) FROM {table})"  # noqa: S608
            self._tx.execute(sa.text(f"SELECT setval('{seq}', greatest(nextval('{seq}'), {table_max} + 1), false)"))

    def _execute(self, table: sa.Table, names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
        values = ", ".join("?" * len(names))
        self._cursor.executemany(f"INSERT INTO {table.name} ({_listed(names)}) VALUES ({values})", rows)  # noqa: S608

    def _copy(self, table: sa.Table, names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        text.seek(0)
        self._cursor.copy_expert(f"COPY {table.name} ({_listed(names)}) FROM STDIN WITH (FORMAT csv)", text)

    def _plain(self, values: Any) -> Sequence[Any]:
        if not isinstance(values, np.ndarray):
            return list(values)
        if values.dtype.kind == "M":
            return _without(self._moments(values), np.isnat(values))
        if values.dtype.kind == "f":
            return _without(values.astype(object), np.isnan(values))
        return list(values.tolist())

    def _moments(self, values: Array) -> Array:
        if values.dtype == "datetime64[D]":
            return np.datetime_as_string(values).astype(object)
        # SQLite keeps moments as text, with a space between date and time.
        written = np.datetime_as_string(values, unit="us").astype("U26")
        written.view("U1").reshape(len(written), 26)[:, 10] = " "
        return written.astype(object) if self._sqlite else written.astype(object) + "+00"


def is_untouched(tx: Connection) -> bool:
    """Has nobody been in touch yet?"""
    return all(tx.execute(sa.select(table.c.id).limit(1)).first() is None for table in (conversations, touchpoints))


@contextmanager
def bulk(database: Database) -> Iterator[Bulk]:
    """One transaction, so that whoever is interrupted leaves nothing behind. On SQLite nobody else writes meanwhile."""
    with database.write() as tx:
        if tx.dialect.name == "sqlite":
            tx.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE}")
        writer = Bulk(tx)
        yield writer
        writer.finish()


def _without(values: Array, missing: Array) -> list[Any]:
    values[missing] = None
    return list(values.tolist())


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _sequence(table: str) -> str:
    return f"{table}_id_seq"
