"""Which process works on which conversation.

Only saves double work: that a conversation is never changed by two at once is ensured by its version (work.py).
"""

import threading
from typing import Any, Optional

import sqlalchemy as sa

from bot.store.database import Database

# Keeps our advisory locks apart from those of other programs on the same PostgreSQL.
_NAMESPACE = 0x6E6F


class Claims:
    """Claims end with `release`, or with the process: PostgreSQL then drops its advisory locks.

    An SQLite file is served by one process, which needs no claims against itself.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shared = not database.url.startswith("sqlite")
        self._lock = threading.Lock()
        self._connection: Optional[Any] = None

    def take(self, conversation_id: int) -> bool:
        return not self._shared or bool(self._call("pg_try_advisory_lock", conversation_id))

    def release(self, conversation_id: int) -> None:
        if self._shared:
            self._call("pg_advisory_unlock", conversation_id)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _call(self, function: str, conversation_id: int) -> Any:
        # The locks belong to one connection, which is kept; autocommit, so that it holds no transaction open.
        statement = sa.text(f"SELECT {function}(:space, :number)")
        with self._lock:
            if self._connection is None or self._connection.invalidated:
                engine = self._database.engine.execution_options(isolation_level="AUTOCOMMIT")
                self._connection = engine.connect()
            return self._connection.execute(statement, {"space": _NAMESPACE, "number": conversation_id}).scalar()
