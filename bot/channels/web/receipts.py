"""Noting that replies were shown, many of them at once a little later: nobody waits for it."""

import threading
from typing import Callable, Sequence

import structlog

from bot.store.base.records import Message
from bot.store.base.trouble import told

log = structlog.get_logger()

WITHIN_SECONDS = 0.25
_AGAIN_SECONDS = 5.0
# Beyond that the oldest are given up while the database is away: they count as not delivered until they are read again.
_KEPT = 10_000


class Receipts:
    """Call `add` from any thread; `write` is then called in another one, with everything that was added."""

    def __init__(self, write: Callable[[Sequence[Message]], None]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._shown: list[Message] = []

    def add(self, shown: Sequence[Message]) -> None:
        with self._lock:
            is_first = not self._shown
            self._shown += shown
        if is_first and shown:
            self._soon(WITHIN_SECONDS)

    def _soon(self, seconds: float, again: bool = False) -> None:
        timer = threading.Timer(seconds, self._flush)
        # A process that ends tries once to write what it still has, but does not wait for a database that is away.
        timer.daemon = again
        timer.start()

    def _flush(self) -> None:
        with self._lock:
            shown, self._shown = self._shown, []
        try:
            self._write(shown)
        except Exception as error:
            if not told(error):
                log.exception("could not note which replies were shown; trying again")
            self._put_back(shown)

    def _put_back(self, shown: Sequence[Message]) -> None:
        with self._lock:
            is_first = not self._shown
            self._shown = [*shown, *self._shown][-_KEPT:]
        if is_first:
            self._soon(_AGAIN_SECONDS, again=True)
