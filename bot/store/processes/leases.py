"""Work that one process at a time does: it takes a lease, and renews it for as long as it goes on (holding.py).

Leases end with `release`, or by themselves when a process dies or hangs. On PostgreSQL the time is the database's:
the clocks of two machines may differ.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.base.clock import now
from bot.store.base.database import Connection, Database
from bot.store.base.records import record
from bot.store.schema import leases
from bot.store.schema.columns import Moment

LASTS = timedelta(seconds=7)
RENEW_SECONDS = 1.0


@dataclass(frozen=True)
class Lease:
    """`address` is where its holder is reached, as far as it said."""

    name: str
    holder: str
    address: Optional[str]


def take(database: Database, name: str, holder: str, address: Optional[str] = None) -> bool:
    """Take or renew it; False while somebody else holds it."""
    with database.read() as tx:
        # Those who wait for it ask every second, and write nothing.
        if tx.execute(_others(name, holder, _moment(database))).first():
            return False
    with database.write() as tx:
        return bool(tx.execute(_taking(database, name, holder, address)).rowcount)


def _others(name: str, holder: str, moment: Any) -> sa.sql.Select:
    valid = (leases.c.name == name) & (leases.c.holder != holder) & (leases.c.expires_at >= moment)
    return sa.select(leases.c.name).where(valid)


def _taking(database: Database, name: str, holder: str, address: Optional[str]) -> Any:
    moment = _moment(database)
    ends = moment + (sa.literal(LASTS, postgresql.INTERVAL) if database.shared else LASTS)
    insert = (postgresql if database.shared else sqlite).insert(leases)
    values = dict(holder=holder, address=address, expires_at=ends)
    free = (leases.c.holder == holder) | (leases.c.expires_at < moment)
    return insert.values(name=name, **values).on_conflict_do_update(index_elements=["name"], set_=values, where=free)


def _moment(database: Database) -> Any:
    return sa.func.clock_timestamp(type_=Moment) if database.shared else now()


def held(tx: Connection, name: str) -> Optional[Lease]:
    """Who holds it, or held it last."""
    return record(Lease, tx.execute(sa.select(leases).where(leases.c.name == name)).mappings().first())


def release(database: Database, name: str, holder: str) -> None:
    mine = (leases.c.name == name) & (leases.c.holder == holder)
    with database.write() as tx:
        tx.execute(leases.delete().where(mine))
