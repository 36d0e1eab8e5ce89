"""Work that one process at a time does: it takes a lease, and renews it for as long as it goes on.

Leases end with `release`, or by themselves when a process dies or hangs. They only save double work, as claims do: the
clocks of two machines may differ.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Optional

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.database import Connection, Database
from bot.store.records import record
from bot.store.schema import leases

LASTS = timedelta(seconds=10)
RENEW_SECONDS = 3.0


@dataclass(frozen=True)
class Lease:
    """`address` is where its holder is reached, as far as it said."""

    name: str
    holder: str
    address: Optional[str]


def take(database: Database, name: str, holder: str, address: Optional[str] = None) -> bool:
    """Take or renew it; False while somebody else holds it."""
    values = dict(holder=holder, address=address, expires_at=now() + LASTS)
    free = (leases.c.holder == holder) | (leases.c.expires_at < now())
    with database.write() as tx:
        if tx.execute(leases.update().where(leases.c.name == name, free).values(**values)).rowcount:
            return True
        return held(tx, name) is None and _insert(tx, name=name, **values)


def _insert(tx: Connection, **values: object) -> bool:
    try:
        with tx.begin_nested():
            tx.execute(leases.insert().values(**values))
    except sa.exc.IntegrityError:
        return False
    return True


def held(tx: Connection, name: str) -> Optional[Lease]:
    """Who holds it, or held it last."""
    return record(Lease, tx.execute(sa.select(leases).where(leases.c.name == name)).mappings().first())


def release(database: Database, name: str, holder: str) -> None:
    mine = (leases.c.name == name) & (leases.c.holder == holder)
    with database.write() as tx:
        tx.execute(leases.delete().where(mine))
