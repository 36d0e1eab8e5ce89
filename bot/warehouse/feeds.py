"""What is new since the last fill, read from the operational database and put into the tables of staging.py."""

from datetime import datetime, timedelta
from typing import Iterable, Mapping, Optional

from bot.store import feeds
from bot.store.database import Connection, Database
from bot.store.feeds import Rows
from bot.warehouse import staging
from bot.warehouse.gaps import Feed
from bot.warehouse.warehouse import Cursor, mark

_NEVER = "0001-01-01 00:00:00"
# Another process may commit a heartbeat later than one that ends later.
_OVERLAP = timedelta(minutes=10)


class NewRows:
    """A stage of fill.py: reads rows by their numbers above the marks, so many chunks of touchpoints at most."""

    def __init__(self, database: Database, chunks: Optional[int] = None) -> None:
        self._database = database
        self._chunks = chunks

    def __call__(self, cursor: Cursor) -> Mapping[str, str]:
        with feeds.snapshot(self._database) as tx:
            marks = self._touchpoints(tx, cursor) | _merges(tx, cursor) | _orders(tx, cursor) | _presences(tx, cursor)
            staging.put(cursor, "source_locations", feeds.all_locations(tx))
            staging.put(cursor, "source_agents", feeds.all_agents(tx))
        return marks

    def _touchpoints(self, tx: Connection, cursor: Cursor) -> dict[str, str]:
        feed = Feed(cursor, "touchpoints")
        for rows in feed.read(lambda after, up_to: feeds.touchpoints_after(tx, after, up_to), self._chunks):
            staging.put(cursor, "new_touchpoints", rows)
        return {"touchpoints": str(feed.after)}


def _merges(tx: Connection, cursor: Cursor) -> dict[str, str]:
    feed = Feed(cursor, "merges")
    chunks = list(feed.read(lambda after, up_to: feeds.merges_after(tx, after, up_to)))
    found = feeds.merged(tx, None if feed.first else {customer_id for rows in chunks for _, customer_id in rows.rows})
    staging.put(cursor, "source_merged", found)
    return {"merges": str(feed.after)}


def _orders(tx: Connection, cursor: Cursor) -> dict[str, str]:
    """Orders that were imported; and those of the customers of new touchpoints, who may have proved or erased one."""
    feed = Feed(cursor, "imports")
    chunks = list(feed.read(lambda after, up_to: feeds.imports_after(tx, after, up_to)))
    imports = {number: kind for rows in chunks for number, kind in rows.rows}
    if feed.first or feeds.REPLACED in imports.values():
        staging.put(cursor, "source_orders", feeds.all_orders(tx))
        lost = _ids(cursor, "SELECT order_id FROM orders WHERE order_id NOT IN (SELECT id FROM source_orders)")
    else:
        lost = _changed_orders(tx, cursor, imports)
    staging.put(cursor, "source_orders", Rows(("id", "status"), [(number, "cancelled") for number in sorted(lost)]))
    return {"imports": str(feed.after)}


def _changed_orders(tx: Connection, cursor: Cursor, imports: Iterable[int]) -> set[int]:
    """Stages what may have changed, and gives the orders that are gone."""
    customers = _ids(cursor, "SELECT DISTINCT customer_id FROM new_touchpoints")
    theirs = _ids(
        cursor,
        "SELECT order_id FROM orders WHERE recorded_customer_id IN (SELECT customer_id FROM new_touchpoints)",
    )
    reads = feeds.orders_imported(tx, imports), feeds.orders_of(tx, customers), feeds.orders_numbered(tx, theirs)
    found = {row[0]: row for rows in reads for row in rows.rows}
    staging.put(cursor, "source_orders", Rows(reads[0].columns, list(found.values())))
    return theirs - found.keys()


def _presences(tx: Connection, cursor: Cursor) -> dict[str, str]:
    last = mark(cursor, "presences") or _NEVER
    after = str(datetime.fromisoformat(last) - _OVERLAP) if last != _NEVER else _NEVER
    staging.put(cursor, "source_presences", feeds.presences_until(tx, after))
    newest = cursor.execute("SELECT max(until_at) FROM source_presences").fetchone()
    return {"presences": max(last, str(newest[0])) if newest and newest[0] else last}


def _ids(cursor: Cursor, query: str) -> set[int]:
    return {number for (number,) in cursor.execute(query).fetchall()}
