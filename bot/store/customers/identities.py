"""Accounts, e-mail addresses and phone numbers by which customers are known, whatever channel they come by."""

from typing import Any, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.base.clock import now
from bot.base.contacts import CONTACTS
from bot.store.base import quick
from bot.store.base.database import Connection
from bot.store.schema import customers, identities


def add_customers(tx: Connection, count: int) -> list[int]:
    """So many new customers; their numbers, ascending."""
    if tx.dialect.name != "sqlite":
        rows = sa.select(sa.literal(now())).select_from(sa.func.generate_series(1, count))
        added = customers.insert().from_select(["created_at"], rows).returning(customers.c.id)
        return sorted(tx.execute(added).scalars())
    quick.insert(tx, customers, [dict(created_at=now())] * count)
    # Nobody else writes meanwhile, so the last ones are ours.
    newest = sa.select(customers.c.id).order_by(customers.c.id.desc()).limit(count)
    return sorted(tx.execute(newest).scalars())


def add(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Rows of customer_id, channel, external_id and language.

    Raises:
        sqlalchemy.exc.IntegrityError: somebody else made one of them known meanwhile.
    """
    at = now()
    quick.insert(tx, identities, [{**row, "created_at": at} for row in rows])


def claim(tx: Connection, customer_id: int, channel: str, external_id: str, language: str) -> int:
    """Make the address the customer's where it is nobody's yet; whose it is."""
    insert = (sqlite if tx.dialect.name == "sqlite" else postgresql).insert(identities)
    address = dict(channel=channel, external_id=external_id)
    row = dict(customer_id=customer_id, language=language, created_at=now(), **address)
    tx.execute(insert.values(row).on_conflict_do_nothing(index_elements=list(address)))
    return int(tx.execute(sa.select(identities.c.customer_id).filter_by(**address)).scalar_one())


def forget_contacts(tx: Connection, customer_id: int) -> None:
    """Leave nothing but the chats by which the customer could be found."""
    theirs = (identities.c.customer_id == customer_id) & identities.c.channel.in_(CONTACTS)
    tx.execute(identities.delete().where(theirs))
