"""What is new since the last fill, read from the operational database and put into the tables of staging.py."""

from datetime import datetime, timedelta, timezone
from typing import Iterable, Mapping, Optional

from bot.store.analytics import feeds
from bot.store.analytics.feeds import Rows
from bot.store.base.database import Connection
from bot.store.shop.imports import ORDERS_REPLACED
from bot.warehouse import staging
from bot.warehouse.gaps import Feed
from bot.warehouse.warehouse import Cursor, mark

# Another process may commit a heartbeat later than one that ends later.
_OVERLAP = timedelta(minutes=10)
# What is no order any more is like one that was cancelled.
_LOST = """
    INSERT INTO source_orders (id, status)
    SELECT order_id, 'cancelled' FROM orders WHERE order_id NOT IN (SELECT id FROM source_orders)
"""


class NewRows:
    """A source of fill.py: reads rows by their numbers above the marks, so many chunks of touchpoints at most."""

    def __init__(self, tx: Connection, chunks: Optional[int] = None) -> None:
        self._tx = tx
        self._chunks = chunks
        self._last = 0

    def stage(self, cursor: Cursor) -> Mapping[str, str]:
        tx = self._tx
        return self._touchpoints(cursor) | _merges(tx, cursor) | _orders(tx, cursor) | _presences(tx, cursor)

    def story(self, cursor: Cursor, customer_ids: Iterable[int]) -> None:
        staging.put(cursor, "source_story", feeds.touchpoints_of(self._tx, customer_ids, self._last))

    def dimensions(self, cursor: Cursor) -> Mapping[str, Rows]:
        return dimensions_of(self._tx)

    def _touchpoints(self, cursor: Cursor) -> dict[str, str]:
        feed = Feed(cursor, "touchpoints")
        for rows in feed.read(lambda after, up_to: feeds.touchpoints_after(self._tx, after, up_to), self._chunks):
            staging.put(cursor, "new_touchpoints", rows)
        self._last = feed.after
        return {"touchpoints": str(feed.after)}


def dimensions_of(tx: Connection) -> dict[str, Rows]:
    return {"locations": feeds.all_locations(tx), "agents": feeds.all_agents(tx)}


def _merges(tx: Connection, cursor: Cursor) -> dict[str, str]:
    feed = Feed(cursor, "merges")
    chunks = list(feed.read(lambda after, up_to: feeds.merges_after(tx, after, up_to)))
    found = feeds.merged(tx, None if feed.first else {customer_id for rows in chunks for _, customer_id in rows.rows})
    staging.put(cursor, "source_merged", found)
    return {"merges": str(feed.after)}


def _orders(tx: Connection, cursor: Cursor) -> dict[str, str]:
    """The orders that imports added, changed or took away; bot/store/shop/imports.py says how they are told."""
    feed = Feed(cursor, "imports")
    chunks = list(feed.read(lambda after, up_to: feeds.imports_after(tx, after, up_to)))
    imports = {number: kind for rows in chunks for number, kind in rows.rows}
    everything = feed.first or ORDERS_REPLACED in imports.values()
    _stage_orders(tx, cursor, None if everything else imports)
    if everything:
        cursor.execute(_LOST)
    return {"imports": str(feed.after)}


def _stage_orders(tx: Connection, cursor: Cursor, imports: Optional[Iterable[int]]) -> None:
    after = 0
    while (found := feeds.orders_after(tx, after, imports)).rows:
        staging.put(cursor, "source_orders", found)
        after = found.rows[-1][0]


def _presences(tx: Connection, cursor: Cursor) -> dict[str, str]:
    known = mark(cursor, "presences")
    after = datetime.fromisoformat(known).replace(tzinfo=timezone.utc) - _OVERLAP if known else None
    staging.put(cursor, "source_presences", feeds.presences_after(tx, after))
    newest = cursor.execute("SELECT max(until_at) FROM source_presences").fetchone()
    return {"presences": max(known or "", str(newest[0]))} if newest and newest[0] else {}
