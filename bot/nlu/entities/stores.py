"""The names of our stores, as the table has them."""

import time
from typing import Mapping, Optional

from bot.store.base.database import Database
from bot.store.shop import locations
from bot.store.turns.work import current

# New stores are known this much later at most.
_GOOD_FOR_SECONDS = 60.0


class StoreNames:
    """All ways to write a store's name, with the name itself; none outside of a conversation."""

    def __init__(self) -> None:
        self._names: Mapping[str, str] = {}
        self._source: Optional[Database] = None
        self._read_at = 0.0

    def __call__(self) -> Mapping[str, str]:
        work = current.get()
        if work is None:
            return {}
        if work.database is not self._source or time.monotonic() > self._read_at + _GOOD_FOR_SECONDS:
            with work.database.read() as tx:
                self._names = {name: store.name for store in locations.every(tx) for name in store.names}
            self._source, self._read_at = work.database, time.monotonic()
        return self._names
