"""New rows for analytics, read by their numbers: plain values as the database holds them, times as text in UTC."""

from contextlib import contextmanager
from typing import Any, Iterable, Iterator, NamedTuple, Optional, Sequence

import sqlalchemy as sa

from bot.store.database import Connection, Database
from bot.store.schema import Moment, agents, customers, imports, locations, merges, orders, presences, touchpoints

# What is read at once; as many rows as JSON are some 10 MB.
CHUNK = 50_000
# SQLite takes a limited number of values in one query.
_IDS_AT_ONCE = 5_000
# An import of this kind took orders away, too: all of them have to be read again.
REPLACED = "orders_replaced"


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


def all_orders(tx: Connection) -> Rows:
    return _read(tx, _ORDER, sa.true(), orders.c.id)


def orders_imported(tx: Connection, import_ids: Iterable[int]) -> Rows:
    return _read_some(tx, _ORDER, orders.c.import_id, import_ids)


def orders_of(tx: Connection, customer_ids: Iterable[int]) -> Rows:
    return _read_some(tx, _ORDER, orders.c.customer_id, customer_ids)


def orders_numbered(tx: Connection, ids: Iterable[int]) -> Rows:
    return _read_some(tx, _ORDER, orders.c.id, ids)


def presences_until(tx: Connection, after: str) -> Rows:
    """Stretches that ended after that time, in UTC, as text."""
    until = _plain(tx, presences.c.until_at)
    return _read(tx, presences.columns, until > after, presences.c.id)


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


def _read_some(tx: Connection, columns: Iterable[Any], column: Any, ids: Iterable[int]) -> Rows:
    wanted = sorted(set(ids))
    names = tuple(column.name for column in columns)
    rows: list[Sequence[Any]] = []
    for start in range(0, len(wanted), _IDS_AT_ONCE):
        rows += _read(tx, columns, column.in_(wanted[start : start + _IDS_AT_ONCE]), column).rows
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
