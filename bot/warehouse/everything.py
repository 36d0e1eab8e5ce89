"""A source of fill.py for an empty warehouse: everything, straight from the attached operational database."""

from typing import Iterable, Mapping

from bot.store.analytics.feeds import Rows
from bot.warehouse.gaps import MOST
from bot.warehouse.rows import RENAMED
from bot.warehouse.staging import STAGED
from bot.warehouse.warehouse import Cursor

# No transaction that is under way while we read began so many numbers ago.
_GAPS_AMONG = 1_000_000
_GAPS = """
    INSERT INTO gaps
    SELECT $feed, id + 1, next_id - 1, now() AT TIME ZONE 'UTC'
    FROM (SELECT id, lead(id) OVER (ORDER BY id) AS next_id FROM source.{feed} WHERE id > $since AND id <= $last)
    WHERE next_id > id + 1
    ORDER BY id DESC LIMIT {most}
"""
_FEEDS = ("touchpoints", "merges", "imports")
_DIMENSIONS = {
    "locations": "SELECT code, name, city, time_zone FROM source.locations ORDER BY code",
    "agents": "SELECT id, name FROM source.agents ORDER BY id",
}


class Everything:
    """Reads how far the feeds go first: what comes later is read again by the next fill, and changes nothing twice."""

    def story(self, cursor: Cursor, customer_ids: Iterable[int]) -> None:
        """An empty warehouse has no need of it: everything is its story."""

    def dimensions(self, cursor: Cursor) -> Mapping[str, Rows]:
        return {name: _rows(cursor, query) for name, query in _DIMENSIONS.items()}

    def stage(self, cursor: Cursor) -> Mapping[str, str]:
        marks = {feed: _last(cursor, feed) for feed in _FEEDS}
        for feed, last in marks.items():
            cursor.execute(
                _GAPS.format(feed=feed, most=MOST), {"feed": feed, "last": last, "since": last - _GAPS_AMONG}
            )
        _touchpoints(cursor, marks["touchpoints"])
        _take(cursor, "source_merged", "customers", "merged_into_id IS NOT NULL")
        _take(cursor, "source_orders", "orders")
        _take(cursor, "source_presences", "presences")
        newest = cursor.execute("SELECT max(until_at) FROM source_presences").fetchone()
        presences = {"presences": str(newest[0])} if newest and newest[0] else {}
        return {feed: str(last) for feed, last in marks.items()} | presences


def _rows(cursor: Cursor, query: str) -> Rows:
    found = cursor.execute(query)
    return Rows(tuple(column[0] for column in found.description or ()), found.fetchall())


def _last(cursor: Cursor, feed: str) -> int:
    (last,) = cursor.execute(f"SELECT coalesce(max(id), 0) FROM source.{feed}").fetchone() or (0,)
    return int(last)


def _touchpoints(cursor: Cursor, last: int) -> None:
    # Read where they are needed: as a temporary table ten million would not fit into memory.
    cursor.execute("DROP TABLE new_touchpoints")
    columns = _columns("new_touchpoints")
    cursor.execute(f"CREATE TEMP VIEW new_touchpoints AS SELECT {columns} FROM source.touchpoints WHERE id <= {last}")


def _take(cursor: Cursor, staged: str, table: str, which: str = "true") -> None:
    cursor.execute(f"INSERT INTO {staged} BY NAME SELECT {_columns(staged)} FROM source.{table} WHERE {which}")


def _columns(staged: str) -> str:
    """The columns as fill.py wants them. PostgreSQL's times become UTC, the session's zone."""
    names = {column: name for name, column in RENAMED.items()}
    return ", ".join(
        f'CAST("{names.get(column, column)}" AS {type_}) AS {column}' for column, type_ in STAGED[staged].items()
    )
