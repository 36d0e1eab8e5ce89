"""Whether a fill would find anything: a few short queries, so that it can be asked every second."""

from datetime import datetime, timedelta

from bot.base.clock import now
from bot.store.analytics import feeds
from bot.store.base.database import Connection, Database
from bot.warehouse import dimensions
from bot.warehouse.feeds import dimensions_of
from bot.warehouse.gaps import LOOK_FOR
from bot.warehouse.warehouse import Cursor, Warehouse, mark

# Heartbeats of the console alone are no reason for a fill more often than this.
_PRESENCES_EVERY = timedelta(seconds=60)
_LAST = "SELECT touchpoint_id, kind, recorded_customer_id, at_time FROM touchpoints ORDER BY touchpoint_id DESC LIMIT 1"


def backlog(database: Database, warehouse: Warehouse) -> int:
    """How many touchpoints are not read yet, about."""
    with database.read() as tx:
        return feeds.last_id(tx, "touchpoints") - int(mark(warehouse.cursor(), "touchpoints") or 0)


def continues(database: Database, warehouse: Warehouse) -> bool:
    """Whether the database still has the last touchpoint that was read; not so after a backup was put back."""
    known = warehouse.cursor().execute(_LAST).fetchone()
    with database.read() as tx:
        if feeds.last_id(tx, "touchpoints") < int(mark(warehouse.cursor(), "touchpoints") or 0):
            return False
        found = feeds.touchpoint(tx, known[0]) if known else None
    return known is None or found == known[1:]


def anything_new(database: Database, warehouse: Warehouse) -> bool:
    cursor = warehouse.cursor()
    try:
        with database.read() as tx:
            return _numbers(tx, cursor) or _gaps(tx, cursor) or _presences(tx, cursor) or _dimensions(tx, cursor)
    finally:
        cursor.close()


def _numbers(tx: Connection, cursor: Cursor) -> bool:
    return any(feeds.last_id(tx, feed) > int(mark(cursor, feed) or -1) for feed in feeds.FEEDS)


def _gaps(tx: Connection, cursor: Cursor) -> bool:
    query = "SELECT feed, first_id, last_id FROM gaps WHERE seen_at > ?"
    recent = cursor.execute(query, [now().replace(tzinfo=None) - LOOK_FOR]).fetchall()
    return any(feeds.exists_between(tx, *gap) for gap in recent)


def _presences(tx: Connection, cursor: Cursor) -> bool:
    newest, known = feeds.newest_presence(tx), mark(cursor, "presences")
    if newest is None or known is None:
        return newest is not None
    return newest.replace(tzinfo=None) > datetime.fromisoformat(known) + _PRESENCES_EVERY


def _dimensions(tx: Connection, cursor: Cursor) -> bool:
    return any(dimensions.changed(cursor, table, found) for table, found in dimensions_of(tx).items())
