"""Reading a table by the numbers of its rows, also where rows appear out of order.

PostgreSQL numbers a row when it is inserted and shows it when its transaction ends, so a number can appear below ones
that were read already. Numbers that were skipped are therefore kept, and looked for again for an hour.
"""

from datetime import datetime, timedelta
from typing import Callable, Iterator, NamedTuple, Optional

from bot.base.clock import now
from bot.store.analytics.feeds import CHUNK, Rows
from bot.warehouse.warehouse import Cursor, mark

# No transaction stays open for longer.
LOOK_FOR = timedelta(hours=1)
# Numbers that were given back long ago leave gaps, too; transactions under way are among the latest ones.
MOST = 1000

Read = Callable[[int, Optional[int]], Rows]


class Gap(NamedTuple):
    first_id: int
    last_id: int
    seen_at: datetime


class Feed:
    """One table's new rows; `first` where none was ever read. Their first column is their number."""

    def __init__(self, cursor: Cursor, name: str) -> None:
        self._cursor = cursor
        self._name = name
        self._now = now().replace(tzinfo=None)
        found = mark(cursor, name)
        self.first = found is None
        self.after = int(found or 0)

    def read(self, read: Read, chunks: Optional[int] = None) -> Iterator[Rows]:
        """The rows in gaps and those after the mark, the latter in so many chunks at most."""
        known, gaps = self._gaps(), list[Gap]()
        for gap in (gap for gap in known if gap.seen_at > self._now - LOOK_FOR):
            rows = read(gap.first_id - 1, gap.last_id)
            gaps += _missing(rows, gap.first_id, gap.last_id, gap.seen_at)
            yield rows
        while chunks is None or chunks > 0:
            rows = read(self.after, None)
            if rows.rows:
                last = rows.rows[-1][0]
                gaps += _missing(rows, self.after + 1, last, self._now)
                self.after = last
                yield rows
            if len(rows.rows) < CHUNK:
                break
            chunks = None if chunks is None else chunks - 1
        if gaps != known:
            self._keep(gaps)

    def _gaps(self) -> list[Gap]:
        query = "SELECT first_id, last_id, seen_at FROM gaps WHERE feed = ? ORDER BY first_id"
        return [Gap(*row) for row in self._cursor.execute(query, [self._name]).fetchall()]

    def _keep(self, gaps: list[Gap]) -> None:
        self._cursor.execute("DELETE FROM gaps WHERE feed = ?", [self._name])
        columns = [list(column) for column in zip(*gaps[-MOST:], strict=True)]
        if columns:
            values = "SELECT ?, unnest(?::BIGINT[]), unnest(?::BIGINT[]), unnest(?::TIMESTAMP[])"
            self._cursor.execute(f"INSERT INTO gaps {values}", [self._name, *columns])


def _missing(rows: Rows, first: int, last: int, seen_at: datetime) -> Iterator[Gap]:
    """The numbers from `first` to `last` that no row has."""
    expected = first
    for row in rows.rows:
        if row[0] > expected:
            yield Gap(expected, row[0] - 1, seen_at)
        expected = row[0] + 1
    if expected <= last:
        yield Gap(expected, last, seen_at)
