"""Customers found to be one person. `merges` is the history, only ever appended; customers.merged_into_id what holds.

A customer is only ever merged into an older one, that is one with a smaller number: so there are no circles.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Iterable, Optional

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.base.database import Connection
from bot.store.base.records import made, record
from bot.store.chat.conversations import Outdated
from bot.store.schema import customers, merges

_CHUNK = 5000


@dataclass(frozen=True)
class Merge:
    """`customer_id` was merged into `into_id`, or separated again where there is none. `holds`: it is so now."""

    id: int
    customer_id: int
    into_id: Optional[int]
    reason: str
    at: datetime
    holds: bool = False


def roots(tx: Connection, customer_ids: Iterable[int]) -> dict[int, int]:
    """Who each of the customers is counted as."""
    found = {number: number for number in customer_ids}
    pending = set(found)
    while pending:
        into = _merged(tx, pending)
        found = {number: into.get(root, root) for number, root in found.items()}
        pending = set(into.values())
    return found


def _merged(tx: Connection, customer_ids: Iterable[int]) -> dict[int, int]:
    query = sa.select(customers.c.id, customers.c.merged_into_id).where(customers.c.merged_into_id.is_not(None))
    return {row.id: row.merged_into_id for row in _where_in(tx, query, customers.c.id, customer_ids)}


def undone(tx: Connection, customer_ids: Iterable[int]) -> dict[int, set[int]]:
    """Of customers who are merged into nobody: into whom they once were."""
    query = sa.select(merges.c.customer_id, merges.c.into_id).where(merges.c.into_id.is_not(None))
    found: dict[int, set[int]] = defaultdict(set)
    for row in _where_in(tx, query, merges.c.customer_id, customer_ids):
        found[row.customer_id].add(row.into_id)
    return found


def _where_in(tx: Connection, query: Any, column: Any, numbers: Iterable[int]) -> Iterable[Any]:
    wanted = list(numbers)
    for start in range(0, len(wanted), _CHUNK):
        yield from tx.execute(query.where(column.in_(wanted[start : start + _CHUNK])))


def merge(tx: Connection, customer_id: int, into_id: int, reason: str) -> None:
    """
    Raises:
        Outdated: the customer was merged meanwhile.
    """
    assert into_id < customer_id
    unmerged = (customers.c.id == customer_id) & customers.c.merged_into_id.is_(None)
    if tx.execute(customers.update().where(unmerged).values(merged_into_id=into_id)).rowcount != 1:
        raise Outdated(f"customer {customer_id} was merged elsewhere")
    _append(tx, customer_id, into_id, reason)


def separate(tx: Connection, customer_id: int, reason: str) -> None:
    """The customer is nobody else again; those merged into them come along."""
    tx.execute(customers.update().where(customers.c.id == customer_id).values(merged_into_id=None))
    _append(tx, customer_id, None, reason)


def _append(tx: Connection, customer_id: int, into_id: Optional[int], reason: str) -> None:
    tx.execute(merges.insert().values(customer_id=customer_id, into_id=into_id, reason=reason, at=now()))


def separate_all(tx: Connection, customer_id: int, reason: str) -> None:
    """Undo every merge that ties the customer to others."""
    tied = (customers.c.merged_into_id == customer_id) | (customers.c.id == customer_id)
    query = sa.select(customers.c.id).where(tied, customers.c.merged_into_id.is_not(None))
    for number in tx.execute(query).scalars().all():
        separate(tx, number, reason)


_latest = sa.select(sa.func.max(merges.c.id)).group_by(merges.c.customer_id)
_holds = merges.c.into_id.is_not(None) & merges.c.id.in_(_latest)


def find(tx: Connection, merge_id: int) -> Optional[Merge]:
    query = sa.select(merges, _holds.label("holds")).where(merges.c.id == merge_id)
    return record(Merge, tx.execute(query).mappings().first())


def newest(tx: Connection, limit: int) -> list[Merge]:
    query = sa.select(merges, _holds.label("holds")).order_by(merges.c.id.desc()).limit(limit)
    return [made(Merge, row) for row in tx.execute(query).mappings()]
