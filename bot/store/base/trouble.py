"""Trouble with the database itself: what to tell whoever runs the product. What was to be done succeeds later."""

import threading
import time
from typing import Any

import sqlalchemy as sa
import structlog

log = structlog.get_logger(__name__)

# The database is away, full or locked, or all connections are taken: nobody's message is to blame.
TROUBLE: tuple[type[Exception], ...] = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
RETRY_AFTER_SECONDS = 2
# Every request and every look meets the same trouble: each sentence is logged once in so many seconds.
_SAY_EVERY_SECONDS = 10.0
_SAFE = "Nothing that was acknowledged is lost, and what waits is done as soon as it works again."
_LOCKED = "Another program has locked the database file for long; find it (fuser FILE) and end it."
# The first that fits is used; the empty one always does.
_SENTENCES = (
    ("disk is full", "The disk of the database is full; make room on it."),
    ("no space left", "The disk of the database is full; make room on it."),
    ("disk i/o", "The database file can't be written; look at its disk, and at the system's log."),
    ("readonly", "The database file may not be written; check whose it is and its rights."),
    ("database is busy", _LOCKED),
    ("database is locked", _LOCKED),
    (
        "lock timeout",
        "Somebody holds locks in PostgreSQL for long; find them in pg_stat_activity and end their session.",
    ),
    ("too many clients", "PostgreSQL gives no more connections; raise max_connections, or run fewer processes."),
    ("connection slots", "PostgreSQL gives no more connections; raise max_connections, or run fewer processes."),
    ("queuepool", "All connections to the database are in use for long; look for slow or locked queries."),
    ("", "The database can't be reached; start it, or check DATABASE_URL."),
)


def explain(error: Exception) -> str:
    """What is wrong, in sentences a person can act on. The end quotes the database, but nothing that was stored."""
    # Only the first line: the others quote what was to be stored.
    said = str(getattr(error, "orig", error)).strip().partition("\n")[0]
    remedy = next(sentence for part, sentence in _SENTENCES if part in said.lower())
    return f"{remedy} {_SAFE} ({said})"


class _Teller:
    """Says the same only once in a while."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._said: dict[str, float] = {}

    def tell(self, sentence: str) -> None:
        with self._lock:
            moment = time.monotonic()
            silent = moment - self._said.get(sentence, -_SAY_EVERY_SECONDS) < _SAY_EVERY_SECONDS
            if not silent:
                # Sentences end with what the database says, which may differ each time.
                self._said = {s: at for s, at in self._said.items() if moment - at < _SAY_EVERY_SECONDS}
                self._said[sentence] = moment
        if not silent:
            log.error(sentence)


_teller = _Teller()


def told(error: Any) -> bool:
    """Is it the database's trouble? Then the log says what to do, and trying again later is enough."""
    if not isinstance(error, TROUBLE):
        return False
    _teller.tell(explain(error))
    return True
