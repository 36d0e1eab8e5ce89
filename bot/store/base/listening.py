"""Hearing what every process on the same PostgreSQL announces, over a connection of its own."""

import select
import socket
import threading
from contextlib import closing
from typing import Any

import sqlalchemy as sa
import structlog

from bot.base.signals import LOOK, Announcement
from bot.store.base.announcements import CHANNEL, decode
from bot.store.base.database import Database

log = structlog.get_logger()

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 5.0
# A connection whose other end is gone without a word is given up after some 15 seconds.
_KEEPALIVES = {"keepalives_idle": 5, "keepalives_interval": 3, "keepalives_count": 3}


class Listener:
    """Runs in a thread of its own from `start` to `stop`. An SQLite file has one process, which tells itself.

    `url` is where sessions last, if the database's own address leads to a pool of connections.
    When the connection breaks it is made anew, and everybody is told to look at the database: what was announced
    meanwhile is lost.
    """

    def __init__(self, database: Database, url: str = "") -> None:
        self._database = database
        self._url = url or database.url
        self._stopping = threading.Event()
        # Closing one end wakes who waits at the other.
        self._end, self._ends = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)
        self.hears = threading.Event()

    def start(self) -> None:
        if self._database.shared:
            self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._end.close()
        if self._thread.is_alive():
            self._thread.join()
        self._ends.close()

    def _run(self) -> None:
        engine = sa.create_engine(self._url, poolclass=sa.pool.NullPool, connect_args=_KEEPALIVES, hide_parameters=True)
        pause = _FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            try:
                with closing(engine.raw_connection()) as connection:
                    self._begin(connection)
                    pause = _FIRST_PAUSE_SECONDS
                    self._hear(connection)
            except Exception as error:
                self._report(error, pause)
                self._stopping.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    def _begin(self, connection: Any) -> None:
        connection.driver_connection.autocommit = True
        connection.cursor().execute(f"LISTEN {CHANNEL}")
        self._database.signals.publish(LOOK)
        self.hears.set()

    def _report(self, error: Exception, pause: float) -> None:
        self.hears.clear()
        # The driver's error names the server's address and perhaps the user, and nothing of what is stored.
        log.warning(
            "not hearing what other processes announce; messages arrive seconds late until the database is back",
            error=str(error).strip(),
            again_after_seconds=pause,
        )

    def _hear(self, connection: Any) -> None:
        driver = connection.driver_connection
        while not self._stopping.is_set():
            if driver in select.select([driver, self._ends], [], [])[0]:
                driver.poll()
            while driver.notifies:
                self._database.signals.publish(_announcement(driver.notifies.pop(0).payload))


def _announcement(payload: str) -> Announcement:
    try:
        return decode(payload)
    except (ValueError, LookupError, TypeError):
        # Of a later version, during an upgrade.
        return LOOK
