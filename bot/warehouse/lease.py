"""The lease on filling and serving the analytics, renewed in a thread of its own: a fill may take longer."""

import os
import socket
import threading
from typing import Optional
from uuid import uuid4

import structlog

from bot.store import leases
from bot.store.database import Database

log = structlog.get_logger()
NAME = "analytics"


class AnalyticsLease:
    """From `start` to `stop` it is taken whenever it is free."""

    def __init__(self, database: Database, address: Optional[str]) -> None:
        self._database = database
        self._address = address
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="analytics lease", daemon=True)
        self._tried = threading.Event()
        self.held = threading.Event()
        self.elsewhere: Optional[str] = None

    def start(self) -> None:
        self._thread.start()

    def taken(self) -> bool:
        """Whether the first try took it; waits for that."""
        self._tried.wait()
        return self.held.is_set()

    def stop(self) -> None:
        """Let go, so that another process need not wait."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._renew()
            if self._stopping.wait(leases.RENEW_SECONDS):
                break
        if self.held.is_set():
            self._release()

    def _renew(self) -> None:
        try:
            taken = leases.take(self._database, NAME, self._holder, self._address)
            self.elsewhere = None if taken else self._holders_address()
        except Exception:
            log.exception("could not renew the lease on the analytics; trying again")
            taken = False
        (self.held.set if taken else self.held.clear)()
        self._tried.set()

    def _holders_address(self) -> Optional[str]:
        with self._database.read() as tx:
            lease = leases.held(tx, NAME)
        return lease.address if lease else None

    def _release(self) -> None:
        self.held.clear()
        try:
            leases.release(self._database, NAME, self._holder)
        except Exception:
            log.exception("could not let go of the lease on the analytics; it ends by itself")
