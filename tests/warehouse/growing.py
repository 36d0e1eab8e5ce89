"""A database that grows piece by piece, with everything that can change in it."""

from collections import deque
from random import Random
from typing import Any

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.base.database import Connection, Database
from bot.store.schema import customers, merges, orders, presences, touchpoints
from bot.store.shop import imports
from bot.store.shop.imports import ORDERS_REPLACED
from tests.metrics.brute_force.storing import store
from tests.metrics.generated import generated


class Growing:
    """Holds back what tests/metrics/generated.py makes, and gives it to the database in batches of random size."""

    def __init__(self, database: Database, conversations: int, seed: int) -> None:
        self._database = database
        self._random = Random(seed)
        rows = generated(conversations, seed)
        store(database, rows)
        with database.write() as tx:
            self._touchpoints = deque(_taken(tx, touchpoints))
            self._orders = deque(_taken(tx, orders))
            self._presences = deque(_taken(tx, presences))
            tx.execute(merges.delete())
            tx.execute(customers.update().values(merged_into_id=None))
        self._merges = deque({**rows.undone, **rows.merged_into}.items())
        self._merged: list[int] = []
        self._given: list[int] = []

    @property
    def over(self) -> bool:
        return not self._touchpoints

    def grow(self, most: int) -> None:
        with self._database.write() as tx:
            _add(tx, touchpoints, self._some(self._touchpoints, most))
            self._change_orders(tx, most // 8)
            self._change_presences(tx, most // 8)
            for _ in range(self._random.randrange(3)):
                self._merge(tx)

    def _some(self, waiting: "deque[dict[str, Any]]", most: int) -> list[dict[str, Any]]:
        return [waiting.popleft() for _ in range(min(len(waiting), self._random.randint(1, max(1, most))))]

    def _merge(self, tx: Connection) -> None:
        if self._merges:
            customer_id, into_id = self._merges.popleft()
            self._merged.append(customer_id)
        elif self._merged and self._random.random() < 0.2:
            customer_id, into_id = self._random.choice(self._merged), None
        else:
            return
        tx.execute(merges.insert().values(customer_id=customer_id, into_id=into_id, reason="same", at=now()))
        tx.execute(customers.update().where(customers.c.id == customer_id).values(merged_into_id=into_id))

    def _change_orders(self, tx: Connection, most: int) -> None:
        import_id = imports.add(tx, "orders", "test", 1)
        new = self._some(self._orders, most)
        _add(tx, orders, [{**order, "import_id": import_id} for order in new])
        self._given += [order["id"] for order in new]
        for number in self._random.sample(self._given, min(len(self._given), 2)):
            changed = dict(total=self._random.randrange(9000), status=self._random.choice(["shipped", "cancelled"]))
            tx.execute(orders.update().where(orders.c.id == number).values(**changed, import_id=import_id))
        if self._given and self._random.random() < 0.3:
            gone = self._given.pop(self._random.randrange(len(self._given)))
            tx.execute(orders.delete().where(orders.c.id == gone))
            imports.add(tx, ORDERS_REPLACED, "test", 1)

    def _change_presences(self, tx: Connection, most: int) -> None:
        _add(tx, presences, self._some(self._presences, most))


def _taken(tx: Connection, table: sa.Table) -> list[dict[str, Any]]:
    order = table.c.until_at if table is presences else table.c.id
    rows = [dict(row) for row in tx.execute(sa.select(table).order_by(order)).mappings()]
    tx.execute(table.delete())
    return rows


def _add(tx: Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        tx.execute(table.insert(), rows)
