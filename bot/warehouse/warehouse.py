"""The DuckDB file: opened, checked against what it should hold, and handed out as cursors."""

from hashlib import sha256
from pathlib import Path
from typing import Any, Mapping, Optional

import duckdb

from bot.base.journey import journey
from bot.base.office_hours import office_hours
from bot.warehouse import dictionary

Cursor = duckdb.DuckDBPyConnection

_HERE = Path(__file__).parent
_SQL = _HERE / "sql"


class Stale(Exception):
    """The file was made with other definitions or from another database; it has to be made again."""


def sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def definitions(zone: str) -> str:
    """Changes with everything that rows are derived by: a file with another value holds other rows."""
    texts = [path.read_text(encoding="utf-8") for path in (_HERE / "schema.sql", *sorted(_SQL.glob("*.sql")))]
    declared = journey()
    kinds = sorted((name, repr(kind)) for name, kind in declared.kinds.items())
    hours = office_hours()
    rest = (zone, kinds, declared.stages, sorted(hours.hours.items()), sorted(hours.holidays))
    return sha256(repr((texts, rest)).encode()).hexdigest()


class Warehouse:
    """One open file, or one in memory. DuckDB lets one process at a time open a file that is written to."""

    def __init__(self, path: Optional[Path], zone: str, memory: str = "2GB") -> None:
        """
        Raises:
            Stale: the file holds something else.
            duckdb.IOException: another process has it open, or it is no such file.
        """
        self.path = path
        self.zone = zone
        self._connection = duckdb.connect(str(path) if path else ":memory:", config={"memory_limit": memory})
        try:
            # What DuckDB turns into times without a zone is in UTC, wherever the machine stands.
            self._connection.execute("SET GLOBAL TimeZone = 'UTC'")
            self._prepare()
        except BaseException:
            self.close()
            raise

    def cursor(self) -> Cursor:
        """A connection of its own for one request or thread; what it reads in a transaction does not change."""
        return self._connection.cursor()

    def close(self) -> None:
        self._connection.close()

    def _prepare(self) -> None:
        cursor = self.cursor()
        expected = definitions(self.zone)
        if not cursor.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'meta'").fetchone():
            self._create(cursor, expected)
        if mark(cursor, "definitions") != expected:
            raise Stale("the analytics file was made with other definitions")

    def _create(self, cursor: Cursor, expected: str) -> None:
        cursor.begin()
        cursor.execute((_HERE / "schema.sql").read_text(encoding="utf-8"))
        cursor.execute(sql("zone_utc" if self.zone == "UTC" else "zone").replace("$zone", f"'{self.zone}'"))
        cursor.execute(sql("macros"))
        _declare_journey(cursor)
        dictionary.write_comments(cursor)
        set_marks(cursor, {"definitions": expected})
        cursor.commit()


def _declare_journey(cursor: Cursor) -> None:
    kinds = [(name, k.engagement, k.stage, k.by_customer, k.contact) for name, k in journey().kinds.items()]
    for table, rows in (("kinds", kinds), ("stages", list(enumerate(journey().stages)))):
        columns = [list(column) for column in zip(*rows, strict=True)]
        values = ", ".join(f"unnest(${number})" for number in range(1, len(columns) + 1))
        cursor.execute(f"INSERT INTO {table} SELECT {values}", columns)


def mark(cursor: Cursor, name: str) -> Optional[str]:
    """What `meta` says under the name."""
    found: Any = cursor.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return str(found[0]) if found else None


def set_marks(cursor: Cursor, marks: Mapping[str, str]) -> None:
    names, values = list(marks), list(marks.values())
    cursor.execute("DELETE FROM meta WHERE name IN (SELECT unnest($1))", [names])
    cursor.execute("INSERT INTO meta SELECT unnest($1), unnest($2)", [names, values])
