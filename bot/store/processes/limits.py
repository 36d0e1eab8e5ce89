"""How often somebody may do something, over all processes: the token bucket of bot/base/limits.py in a table.

The table is not logged: a crash of PostgreSQL empties it, and everybody may do again what a minute had allowed.
"""

import threading
import time
from datetime import timedelta
from typing import Any, Union

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.base.keys import hashed
from bot.base.limits import Limiter, retry_after
from bot.store.base.database import Database
from bot.store.schema import limits
from bot.store.schema.columns import Moment

# A bucket that rested for so long is full, as one that isn't there.
_FULL_AFTER = timedelta(minutes=2)
_CLEAN_EVERY_SECONDS = 60.0


class SharedLimiter:
    """As Limiter; the keys are stored as hashes, because they may be names and addresses."""

    def __init__(self, database: Database, name: str, per_minute: int) -> None:
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._name = name
        self._values = dict(burst=per_minute, rate=per_minute / 60)
        self._lock = threading.Lock()
        self._clean_at = time.monotonic() + _CLEAN_EVERY_SECONDS
        self.retry_after = retry_after(per_minute)

    def allow(self, key: str) -> bool:
        """Count one use, in one statement; False when the key has none left now."""
        with self._engine.connect() as connection:
            if self._is_time_to_clean():
                connection.execute(_CLEAN)
            key_hash = hashed(f"{self._name}:{key}")
            return bool(connection.execute(_USE, {"key_hash": key_hash, **self._values}).scalar())

    def _is_time_to_clean(self) -> bool:
        with self._lock:
            due = time.monotonic() >= self._clean_at
            if due:
                self._clean_at = time.monotonic() + _CLEAN_EVERY_SECONDS
        return due


AnyLimiter = Union[Limiter, SharedLimiter]


def limiter(database: Database, name: str, per_minute: int) -> AnyLimiter:
    """Where several processes may share the database, what one allows counts for all; else memory is enough."""
    return SharedLimiter(database, name, per_minute) if database.shared else Limiter(per_minute)


def _use() -> Any:
    moment = sa.func.clock_timestamp(type_=Moment)
    burst, rate = sa.bindparam("burst", type_=sa.Float), sa.bindparam("rate", type_=sa.Float)
    rested = sa.func.greatest(0.0, sa.extract("epoch", sa.func.clock_timestamp() - limits.c.at))
    refilled = sa.func.least(burst, limits.c.tokens + rested * rate)
    after = dict(tokens=refilled - sa.case((refilled >= 1, 1.0), else_=0.0), allowed=refilled >= 1, at=moment)
    first = dict(key_hash=sa.bindparam("key_hash"), tokens=burst - 1, allowed=True, at=moment)
    use = postgresql.insert(limits).values(**first)
    return use.on_conflict_do_update(index_elements=["key_hash"], set_=after).returning(limits.c.allowed)


_USE = _use()
_CLEAN = limits.delete().where(limits.c.at < sa.func.clock_timestamp(type_=Moment) - sa.literal(_FULL_AFTER))
