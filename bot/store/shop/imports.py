"""Rows from outside, taken over from where they were put aside.

Every import leaves a row in `imports`: its `kind` is orders, locations or touchpoints. Orders carry as import_id the
import that last added or changed them; an unchanged order keeps the one it has. Where orders were deleted, because a
file replaced them all, the kind of a further row is ORDERS_REPLACED: whoever follows orders by import_id has to look at
all of them again. Erasing a customer (bot/store/customers/privacy.py) counts as an import of their orders, too.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Iterable

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.base.clock import now
from bot.store.base.database import Connection
from bot.store.base.records import made
from bot.store.schema import imports, orders
from bot.store.shop.staging import KEYS, Stage

ORDERS_REPLACED = "orders_replaced"


@dataclass(frozen=True)
class Counts:
    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class Import:
    """`source` is the file or the sender; `rows` how many it brought."""

    id: int
    kind: str
    source: str
    rows: int
    at: datetime


def add(tx: Connection, kind: str, source: str, rows: int) -> int:
    """Note an import of so many rows; its number."""
    values = dict(kind=kind, source=source, rows=rows, at=now())
    return int(tx.execute(imports.insert().values(**values)).inserted_primary_key[0])


def newest(tx: Connection, limit: int = 100) -> list[Import]:
    """The imports noted last, the newest first."""
    query = sa.select(imports).order_by(imports.c.id.desc()).limit(limit)
    return [made(Import, row) for row in tx.execute(query).mappings()]


def count(tx: Connection, stage: Stage) -> Counts:
    """What taking the rows over will do."""
    total, new, changed = (
        sa.func.count(),
        _total(stage.target.c.id.is_(None)),
        _total(stage.target.c.id.is_not(None) & _differs(stage)),
    )
    row = tx.execute(sa.select(total, new, changed).select_from(_beside(stage))).one()
    return Counts(row[1], row[2], row[0] - row[1] - row[2])


def put(tx: Connection, stage: Stage, source: str, counts: Counts) -> None:
    """Add the rows, in place of those with the same key where they differ, and note the import."""
    import_id = add(tx, stage.target.name, source, counts.added + counts.changed + counts.unchanged)
    if counts.added or counts.changed:
        given = _given(stage, import_id)
        wanted = stage.target.c.id.is_(None) | _differs(stage)
        rows = sa.select(*given.values()).select_from(_beside(stage)).where(wanted).order_by(stage.rows.c.line)
        tx.execute(_upsert(tx, stage, list(given), rows))


def _given(stage: Stage, import_id: int) -> dict[str, Any]:
    """Where the value of each column comes from."""
    given = {name: stage.rows.c[name] for name in stage.columns}
    if stage.has_customers:
        given["customer_id"] = stage.owners.c.customer_id
    if stage.target is orders:
        given["import_id"] = sa.literal(import_id)
    return given


def replace(tx: Connection, stage: Stage, source: str) -> int:
    """Delete what is not among the rows; how many that were."""
    kept = sa.exists().where(stage.key == stage.target_key)
    removed = int(tx.execute(stage.target.delete().where(~kept)).rowcount)
    if removed and stage.target is orders:
        add(tx, ORDERS_REPLACED, source, removed)
    return removed


def is_empty(tx: Connection, names: Iterable[str]) -> bool:
    tables = {table.name: table for table in KEYS}
    return all(tx.execute(sa.select(tables[name].c.id).limit(1)).first() is None for name in names)


def _beside(stage: Stage) -> Any:
    """The rows, each with its customer, and with what is stored under the same key."""
    owned = stage.rows.outerjoin(stage.owners, stage.owners.c.line == stage.rows.c.line)
    return owned.outerjoin(stage.target, stage.target_key == stage.key)


def _differs(stage: Stage) -> Any:
    if stage.only_adds:
        return sa.false()
    pairs = [(stage.target.c[name], stage.rows.c[name]) for name in stage.columns]
    if stage.has_customers:
        pairs.append((stage.target.c.customer_id, stage.owners.c.customer_id))
    return sa.or_(*(_comparable(old).is_distinct_from(_comparable(new)) for old, new in pairs))


def _comparable(column: Any) -> Any:
    # PostgreSQL compares no JSON.
    return sa.cast(column, sa.Text) if isinstance(column.type, sa.JSON) else column


def _total(condition: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _upsert(tx: Connection, stage: Stage, columns: list[str], rows: Any) -> Any:
    insert = (sqlite if tx.dialect.name == "sqlite" else postgresql).insert(stage.target).from_select(columns, rows)
    if stage.only_adds:
        return insert
    key = stage.target_key.name
    changed = {name: insert.excluded[name] for name in columns if name != key}
    return insert.on_conflict_do_update(index_elements=[key], set_=changed)


def unlink_orders(tx: Connection, customer_id: int) -> None:
    """The orders stay, as the shop's; whose they were is forgotten."""
    theirs = orders.c.customer_id == customer_id
    number = tx.execute(sa.select(sa.func.count()).select_from(orders).where(theirs)).scalar_one()
    if number:
        import_id = add(tx, "orders", "erasure", number)
        tx.execute(orders.update().where(theirs).values(customer_id=None, import_id=import_id))
