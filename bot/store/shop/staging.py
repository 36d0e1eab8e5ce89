"""Rows from outside, put aside first: in temporary tables that nobody else sees and that lock nothing.

So files of any size are checked and compared in bounded memory, and the write lock is held only to take them over.
"""

from contextlib import contextmanager
from typing import Any, Iterator, NamedTuple, Optional, Sequence

import sqlalchemy as sa

from bot.base.contacts import CONTACTS
from bot.store.base import quick
from bot.store.base.database import Connection, Database
from bot.store.chat.conversations import Outdated
from bot.store.schema import identities, locations, orders, touchpoints

# What makes a row of a table the same row again.
KEYS = {orders: "key", locations: "code", touchpoints: "cause"}
_TABLES = {table.name: table for table in KEYS}
# SQLite's pages in memory, in KiB: with the usual 2 MB a large import writes its indices again and again.
_CACHE = 100_000
# Any number that nothing else locks.
_ONE_AT_A_TIME = 6_042_001
# Found out here, not read from the file.
_DERIVED = ("id", "customer_id", "import_id")


class Contacts(NamedTuple):
    """How a row names its customer, and whose (if anybody's) each of these addresses is."""

    line: int
    language: Optional[str]
    account: Optional[str]
    email: Optional[str]
    phone: Optional[str]
    account_owner: Optional[int]
    email_owner: Optional[int]
    phone_owner: Optional[int]


class Stage:
    """The rows of one import by their line. `owners` has the customer of each line, once they are found."""

    def __init__(self, name: str) -> None:
        self.target: sa.Table = _TABLES[name]
        self.columns = [c.name for c in self.target.columns if c.name not in _DERIVED]
        copied = [sa.Column(name, self.target.c[name].type) for name in self.columns]
        named = [sa.Column(f"by_{channel}", sa.Text) for channel in CONTACTS]
        options = dict(prefixes=["TEMPORARY"])
        self.rows = sa.Table(f"staged_{name}", sa.MetaData(), _line(), *copied, *named, **options)
        customer = sa.Column("customer_id", sa.BigInteger)
        self.owners = sa.Table(f"staged_{name}_owners", sa.MetaData(), _line(), customer, **options)
        self.key = self.rows.c[KEYS[self.target]]
        self.target_key = self.target.c[KEYS[self.target]]

    @property
    def has_customers(self) -> bool:
        return "customer_id" in self.target.c

    @property
    def only_adds(self) -> bool:
        """Facts that are known stay as they are."""
        return self.target is touchpoints

    def create(self, tx: Connection) -> None:
        self.rows.create(tx)
        self.owners.create(tx)

    def add(self, tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
        quick.insert(tx, self.rows, rows)

    def finish(self, tx: Connection) -> None:
        """After the last row: without an index and statistics everything after this would crawl."""
        sa.Index(f"ix_{self.rows.name}", self.key).create(tx)
        tx.execute(sa.text(f"ANALYZE {self.rows.name}"))

    def doubles(self, tx: Connection, limit: int) -> list[tuple[int, int]]:
        """Lines with a key that an earlier line has, too: (line, the first line)."""
        first = sa.func.min(self.rows.c.line)
        twice = sa.select(self.key.label("key"), first.label("first")).group_by(self.key).having(sa.func.count() > 1)
        twice = twice.subquery()
        query = sa.select(self.rows.c.line, twice.c.first).join(twice, twice.c.key == self.key)
        query = query.where(self.rows.c.line > twice.c.first).order_by(self.rows.c.line).limit(limit)
        return [(int(row.line), int(row.first)) for row in tx.execute(query)]

    def contacts(self, tx: Connection, after: int, limit: int) -> list[Contacts]:
        """The next rows after a line whose customer is needed."""
        rows, source, owners = self.rows, self.rows, []
        for channel in CONTACTS:
            known = identities.alias(f"known_{channel}")
            same = (known.c.channel == channel) & (known.c.external_id == rows.c[f"by_{channel}"])
            source = source.outerjoin(known, same)
            owners.append(known.c.customer_id)
        language = rows.c.get("language", sa.null())
        query = sa.select(rows.c.line, language, *(rows.c[f"by_{channel}"] for channel in CONTACTS), *owners)
        query = query.select_from(source).where(rows.c.line > after).order_by(rows.c.line).limit(limit)
        if self.only_adds:
            query = query.where(~sa.exists().where(self.target_key == self.key))
        return [Contacts(*row) for row in tx.execute(query)]

    def set_owners(self, tx: Connection, owners: Sequence[tuple[int, int]]) -> None:
        """The customer of each line."""
        quick.insert(tx, self.owners, [dict(line=line, customer_id=number) for line, number in owners])


def _line() -> sa.Column:
    return sa.Column("line", sa.BigInteger, primary_key=True, autoincrement=False)


class Conflict(Exception):
    """The rows could not be stored now, because of what others write: none is, and it can be tried again."""


@contextmanager
def staged(database: Database, name: str) -> Iterator[tuple[Connection, Stage]]:
    """A stage for rows of the table `name`, and the only connection that sees it. Both end with the block."""
    with database.engine.connect() as connection:
        # Its temporary tables must not be met by whoever had the connection next.
        connection.detach()
        if connection.dialect.name == "sqlite":
            connection.connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        yield connection, Stage(name)


@contextmanager
def taking_over(connection: Connection, keep: bool) -> Iterator[Connection]:
    """The one transaction in which rows are taken over; without `keep` all of it is undone at its end.

    Raises:
        Conflict
    """
    connection.execution_options(writing=True)
    driver = connection.dialect.dbapi
    try:
        with connection.begin() as transaction:
            _wait_for_others(connection)
            yield connection
            if not keep:
                transaction.rollback()
    except (Outdated, sa.exc.OperationalError, driver.OperationalError, driver.IntegrityError) as error:
        # Only the first line: the others quote what was to be stored.
        why = str(getattr(error, "orig", error)).partition("\n")[0]
        raise Conflict(f"The database could not take it now ({why}); try again.") from error


def _wait_for_others(tx: Connection) -> None:
    # One import at a time. SQLite has only one writer anyway.
    if tx.dialect.name != "sqlite":
        tx.exec_driver_sql("SET LOCAL lock_timeout = 0")
        tx.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
