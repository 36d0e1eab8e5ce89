"""Holding a lease: taken whenever it is free, and renewed in a thread of its own, because work may take longer."""

import os
import socket
import threading
import time
from typing import Optional
from uuid import uuid4

import structlog

from bot.store.base.database import Database
from bot.store.processes import leases

log = structlog.get_logger()

# So long before it ends a holder who can't renew it stops: what it has begun by then ends in time.
_MARGIN_SECONDS = 2.0


class Holding:
    """A lease from `start` to `stop`. `elsewhere` is the address of the process that holds it, if another one does.

    `address` is this process's own. One that doesn't take the lease only knows who has it.
    """

    def __init__(self, database: Database, name: str, address: Optional[str] = None, takes: bool = True) -> None:
        self._database = database
        self._name = name
        self._address = address
        self._takes = takes
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"lease on {name}", daemon=True)
        self._tried = threading.Event()
        self._until = 0.0
        self.elsewhere: Optional[str] = None

    def start(self) -> None:
        self._thread.start()

    def taken(self) -> bool:
        """Whether the first try took it; waits for that."""
        self._tried.wait()
        return self.is_held()

    def is_held(self) -> bool:
        """May the work be done now? A renewal that hangs ends it as surely as one that fails."""
        return time.monotonic() < self._until

    def stop(self) -> None:
        """Let go, so that another process need not wait."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._renew()
            self._stopping.wait(leases.RENEW_SECONDS)
        if self.is_held():
            self._release()

    def _renew(self) -> None:
        began = time.monotonic()
        try:
            if self._takes and leases.take(self._database, self._name, self._holder, self._address):
                self._until = began + leases.LASTS.total_seconds() - _MARGIN_SECONDS
                self.elsewhere = None
            else:
                self._until = 0.0
                self.elsewhere = self._holders_address()
        except Exception as error:
            log.error(
                "could not renew a lease; another process may take the work over until the database is back",
                lease=self._name,
                error=type(error).__name__,
            )
        self._tried.set()

    def _holders_address(self) -> Optional[str]:
        with self._database.read() as tx:
            lease = leases.held(tx, self._name)
        return lease.address if lease else None

    def _release(self) -> None:
        self._until = 0.0
        try:
            leases.release(self._database, self._name, self._holder)
        except Exception as error:
            log.error("could not let go of a lease; it ends by itself", lease=self._name, error=type(error).__name__)
