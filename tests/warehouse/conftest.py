"""Histories written as short rows, and the facts that come of them."""

from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any, Callable, Iterator, Optional

import pytest
import sqlalchemy as sa

from bot.store import schema
from bot.store.base.database import Connection, Database
from bot.store.chat import touchpoints
from bot.store.chat.touchpoints import Kind
from bot.warehouse import Warehouse, open_filled
from tests.warehouse.contents import records

Records = list[dict[str, Any]]


class History:
    """What happened, told in lines; times are in UTC."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._numbers = count(1)

    def customer(self, merged_into: Optional[int] = None) -> int:
        with self.database.write() as tx:
            return _added(tx, schema.customers, created_at=_moment("2026-01-01"), merged_into_id=merged_into)

    def agent(self, name: str) -> int:
        with self.database.write() as tx:
            about = dict(password_hash="!", created_at=_moment("2026-01-01"))
            return _added(tx, schema.agents, name=name, **about)

    def merge(self, customer: int, into: Optional[int]) -> None:
        with self.database.write() as tx:
            mine = schema.customers.c.id == customer
            tx.execute(schema.customers.update().where(mine).values(merged_into_id=into))
            _added(tx, schema.merges, customer_id=customer, into_id=into, reason="test", at=_moment("2026-01-01"))

    def order(self, customer: Optional[int], ordered: str, **values: Any) -> int:
        with self.database.write() as tx:
            import_id = _added(tx, schema.imports, kind="orders", source="test", rows=1, at=_moment("2026-01-01"))
            key = f"order{next(self._numbers)}"
            when = _moment(ordered)
            given = dict(key=key, number=key, ordered_on=when.date(), ordered_at=when if "T" in ordered else None)
            return _added(tx, schema.orders, customer_id=customer, import_id=import_id, **{**given, **values})

    def conversation(self, customer: int, opened: str, *lines: str, **about: Any) -> int:
        """Lines are "+seconds kind column=value …" after a conversation_started, with `~` for a blank."""
        start = _moment(opened)
        with self.database.write() as tx:
            about = {"channel": "web", "language": "en", **about}
            identity = _added(tx, schema.identities, customer_id=customer, created_at=start,
                              external_id=f"chat{next(self._numbers)}",
                              **{k: about[k] for k in ("channel", "language")})  # fmt: skip
            state = dict(owner="bot", version=0, opened_at=start, active_at=start)
            where = {k: about[k] for k in ("channel", "language")}
            number = _added(tx, schema.conversations, identity_id=identity, **state, **where)
            self._tell(tx, start, ("+0 conversation_started", *lines), conversation_id=number, **about,
                       customer_id=customer)  # fmt: skip
        return number

    def add(self, customer: int, at: str, *lines: str, **about: Any) -> None:
        """Touchpoints of a conversation that is there already, or of none."""
        with self.database.write() as tx:
            self._tell(tx, _moment(at), lines, **{"channel": "web", "language": "en", **about}, customer_id=customer)

    def message(self, conversation: int) -> int:
        with self.database.write() as tx:
            about = dict(channel="web", sender="customer", text="words", state="handled")
            at = _moment("2026-01-01")
            return _added(tx, schema.messages, conversation_id=conversation, created_at=at, **about)

    def _tell(self, tx: Connection, start: datetime, lines: tuple[str, ...], **about: Any) -> None:
        facts = []
        for line in lines:
            after, kind, *columns = line.split()
            given = dict(column.replace("~", " ").split("=", 1) for column in columns)
            numbers = {name: float(given.pop(name)) for name in ("sentiment", "confidence") if name in given}
            at = start + timedelta(seconds=float(after))
            cause = dict(cause=f"test{next(self._numbers)}", at=at)
            facts.append({**about, **Kind(kind).defaults(), **cause, **given, **numbers})
        touchpoints.add(tx, facts)


@pytest.fixture
def history(database: Database) -> History:
    return History(database)


@pytest.fixture
def facts(database: Database) -> Iterator[Callable[..., Records]]:
    """facts(query, zone): what the warehouse says of the database now."""
    opened: list[Warehouse] = []

    def asked(query: str, zone: str = "UTC") -> Records:
        opened.append(open_filled(database, None, zone))
        return records(opened[-1], query)

    yield asked
    for warehouse in opened:
        warehouse.close()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def _added(tx: Connection, table: sa.Table, **values: Any) -> int:
    return int(tx.execute(table.insert().values(**values)).inserted_primary_key[0])
