"""Orders of the shop, and the wrong guesses at them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.base.records import record
from bot.store.schema import order_attempts, orders


@dataclass(frozen=True)
class Order:
    """`status` is one of bot.services.orders.STATUSES. What the shop doesn't say is None."""

    key: str
    number: str
    email: Optional[str]
    postcode: Optional[str]
    status: Optional[str]
    ordered_on: date
    expected_on: Optional[date]
    carrier: Optional[str]
    tracking_url: Optional[str]


def find(tx: Connection, key: str) -> Optional[Order]:
    return record(Order, tx.execute(sa.select(orders).where(orders.c.key == key)).mappings().first())


def add_attempt(tx: Connection, customer_id: int, key: str, at: datetime, forget_before: datetime) -> None:
    """Note a wrong guess, and forget those that no longer count."""
    tx.execute(order_attempts.delete().where(order_attempts.c.at < forget_before))
    tx.execute(order_attempts.insert().values(customer_id=customer_id, order_key=key, at=at))


def attempts_by(tx: Connection, customer_id: int, since: datetime) -> int:
    return _count(tx, order_attempts.c.customer_id == customer_id, since)


def attempts_at(tx: Connection, key: str, since: datetime) -> int:
    """Wrong guesses at one order, by whomever."""
    return _count(tx, order_attempts.c.order_key == key, since)


def _count(tx: Connection, condition: object, since: datetime) -> int:
    query = sa.select(sa.func.count()).select_from(order_attempts).where(condition, order_attempts.c.at >= since)
    return int(tx.execute(query).scalar())
