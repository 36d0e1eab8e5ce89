"""New rows for analytics, read by their numbers: plain values as the database holds them, times as text in UTC."""

from contextlib import contextmanager
from datetime import datetime
from typing import Any, Iterable, Iterator, Mapping, NamedTuple, Optional, Sequence

import sqlalchemy as sa

from bot.store.base.database import Connection, Database
from bot.store.schema import Moment, agents, customers, imports, locations, merges, orders, presences, touchpoints

# What is read at once; as many rows as JSON are some 10 MB.
CHUNK = 50_000
# SQLite takes a limited number of values in one query.
_IDS_AT_ONCE = 5_000
# The tables whose new rows are found by their numbers.
FEEDS: Mapping[str, sa.Table] = {"touchpoints": touchpoints, "merges": merges, "imports": imports}


class Rows(NamedTuple):
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """Queries that all see the database as it was at the first of them."""
    with database.engine.connect() as tx:
        if tx.dialect.name == "postgresql":
            tx = tx.execution_options(isolation_level="REPEATABLE READ")
        with tx.begin():
            yield tx


def touchpoints_after(tx: Connection, after: int, up_to: Optional[int] = None) -> Rows:
    """The first CHUNK touchpoints with higher numbers than `after`, up to `up_to`, in their order."""
    return _numbered(tx, touchpoints.columns, touchpoints.c.id, after, up_to)


def touchpoints_of(tx: Connection, customer_ids: Iterable[int], up_to: int) -> Rows:
    """All touchpoints of the customers up to that number."""
    return _read_some(tx, touchpoints.columns, touchpoints.c.customer_id, customer_ids, touchpoints.c.id <= up_to)


def touchpoint(tx: Connection, number: int) -> Optional[tuple[str, int, datetime]]:
    """Kind, customer and time, in UTC without a zone, of one touchpoint."""
    query = sa.select(touchpoints.c.kind, touchpoints.c.customer_id, touchpoints.c.at)
    found = tx.execute(query.where(touchpoints.c.id == number)).first()
    return (found.kind, found.customer_id, found.at.replace(tzinfo=None)) if found else None


def merges_after(tx: Connection, after: int, up_to: Optional[int] = None) -> Rows:
    return _numbered(tx, (merges.c.id, merges.c.customer_id), merges.c.id, after, up_to)


def imports_after(tx: Connection, after: int, up_to: Optional[int] = None) -> Rows:
    return _numbered(tx, (imports.c.id, imports.c.kind), imports.c.id, after, up_to)


def merged(tx: Connection, ids: Optional[Iterable[int]] = None) -> Rows:
    """Whom these customers are merged into now; without `ids` all who are merged."""
    columns = (customers.c.id, customers.c.merged_into_id)
    if ids is None:
        return _read(tx, columns, customers.c.merged_into_id.is_not(None), customers.c.id)
    return _read_some(tx, columns, customers.c.id, ids)


def orders_after(tx: Connection, after: int, import_ids: Optional[Iterable[int]] = None) -> Rows:
    """The first CHUNK orders with higher numbers than `after`: all of them, or those last changed by these imports."""
    wanted = orders.c.id > after
    if import_ids is not None:
        wanted &= orders.c.import_id.in_(sorted(import_ids))
    return _read(tx, _ORDER, wanted, orders.c.id, CHUNK)


def presences_after(tx: Connection, moment: Optional[datetime]) -> Rows:
    """Stretches that ended after that time."""
    wanted = sa.true() if moment is None else presences.c.until_at > moment
    return _read(tx, presences.columns, wanted, presences.c.id)


def newest_presence(tx: Connection) -> Optional[datetime]:
    found: Optional[datetime] = tx.execute(sa.select(sa.func.max(presences.c.until_at))).scalar()
    return found


def last_id(tx: Connection, feed: str) -> int:
    """The highest number in one of the FEEDS."""
    found: Optional[int] = tx.execute(sa.select(sa.func.max(FEEDS[feed].c.id))).scalar()
    return found or 0


def exists_between(tx: Connection, feed: str, first: int, last: int) -> bool:
    number = FEEDS[feed].c.id
    return tx.execute(sa.select(number).where(number.between(first, last)).limit(1)).first() is not None


def all_locations(tx: Connection) -> Rows:
    columns = (locations.c.code, locations.c.name, locations.c.city, locations.c.time_zone)
    return _read(tx, columns, sa.true(), locations.c.code)


def all_agents(tx: Connection) -> Rows:
    return _read(tx, (agents.c.id, agents.c.name), sa.true(), agents.c.id)


_ORDER = tuple(
    orders.c[name]
    for name in (
        *("id", "customer_id", "status", "ordered_on", "ordered_at", "total", "currency"),
        *("guest", "location", "items", "referral_code"),
    )
)


def _numbered(tx: Connection, columns: Iterable[Any], number: Any, after: int, up_to: Optional[int]) -> Rows:
    wanted = number > after if up_to is None else number.between(after + 1, up_to)
    return _read(tx, columns, wanted, number, CHUNK)


def _read_some(tx: Connection, columns: Iterable[Any], column: Any, ids: Iterable[int], which: Any = True) -> Rows:
    wanted = sorted(set(ids))
    names = tuple(column.name for column in columns)
    rows: list[Sequence[Any]] = []
    for start in range(0, len(wanted), _IDS_AT_ONCE):
        rows += _read(tx, columns, sa.and_(column.in_(wanted[start : start + _IDS_AT_ONCE]), which), column).rows
    return Rows(names, rows)


def _read(tx: Connection, columns: Iterable[Any], wanted: Any, order: Any, limit: Optional[int] = None) -> Rows:
    query = sa.select(*(_plain(tx, column).label(column.name) for column in columns))
    found = tx.execute(query.where(wanted).order_by(order).limit(limit))
    return Rows(tuple(found.keys()), found.all())


def _plain(tx: Connection, column: Any) -> Any:
    """Times and days as text. SQLite holds them so; parsing them only to write them again takes most of the time."""
    if not isinstance(column.type, (Moment, sa.Date)):
        return column
    if tx.dialect.name == "sqlite":
        return sa.type_coerce(column, sa.Text)
    return sa.cast(sa.func.timezone("UTC", column) if isinstance(column.type, Moment) else column, sa.Text)
