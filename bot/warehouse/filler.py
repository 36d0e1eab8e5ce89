"""Keeps the warehouse of this process up to date, in a thread of its own, while it holds the lease."""

import os
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Optional

import structlog

from bot.base.clock import now
from bot.store.analytics.feeds import CHUNK
from bot.store.base.database import Database
from bot.store.processes.holding import Holding
from bot.warehouse import bulk
from bot.warehouse.access import Held, usable
from bot.warehouse.filling import fill_new
from bot.warehouse.news import anything_new, backlog
from bot.warehouse.warehouse import Warehouse

log = structlog.get_logger()
# Whoever has it fills and shows the analytics.
LEASE = "analytics"
# What is new shows within two seconds; a fill, whose queries have to be planned each time, takes some tenths of one.
_LOOK_EVERY_SECONDS = 1.5
_AFTER_A_FAILURE_SECONDS = 5.0
# After a fill so many times as long as it took: turns need the processor more.
_REST = 2.0
_LESS_URGENT = 10


@dataclass(frozen=True)
class State:
    """`address` is that of the process which holds the analytics, where it is not this one."""

    ready: bool
    filled_at: Optional[datetime]
    backlog: int
    address: Optional[str]


class Filler:
    """Runs from `start` to `stop`. `warehouse` is None while it is being prepared, or another process holds it.

    One that doesn't fill only knows who does.
    """

    def __init__(
        self, database: Database, path: Path, zone: str, address: Optional[str] = None, fills: bool = True
    ) -> None:
        self._database = database
        self._path = path
        self._zone = zone
        self._fills = fills
        self._lease = Holding(database, LEASE, address, takes=fills)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="analytics", daemon=True)
        self._opened: Optional[Warehouse] = None
        self._bulk: Optional[subprocess.Popen[str]] = None
        self._filled_at: Optional[datetime] = None
        self._backlog = 0

    @property
    def warehouse(self) -> Optional[Warehouse]:
        return self._opened if self._filled_at else None

    @property
    def elsewhere(self) -> Optional[str]:
        """The address of the process that holds the analytics; None when it is this one, or nobody yet."""
        return self._lease.elsewhere

    @property
    def state(self) -> State:
        return State(self.warehouse is not None, self._filled_at, self._backlog, self.elsewhere)

    def start(self) -> None:
        self._lease.start()
        if self._fills:
            self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._bulk is not None:
            self._bulk.terminate()
        if self._thread.is_alive():
            self._thread.join()
        self._lease.stop()

    def _run(self) -> None:
        _give_way()
        self._lease.taken()
        pause = 0.0
        while not self._stopping.wait(pause):
            try:
                began = time.monotonic()
                self._work()
                pause = max(_LOOK_EVERY_SECONDS, _REST * (time.monotonic() - began))
            except Held as held:
                log.warning("the analytics file is in use; waiting for it", reason=str(held))
                pause = _AFTER_A_FAILURE_SECONDS
            except Exception:
                log.exception("could not fill the analytics; trying again")
                pause = _AFTER_A_FAILURE_SECONDS
        self._close()

    def _work(self) -> None:
        if not self._lease.is_held():
            self._close()
            return
        warehouse = self._opened or self._open()
        moment = now()
        if anything_new(self._database, warehouse):
            self._catch_up(warehouse)
        self._filled_at = moment

    def _catch_up(self, warehouse: Warehouse) -> None:
        while True:
            fill_new(self._database, warehouse, chunks=1)
            self._backlog = backlog(self._database, warehouse)
            if self._backlog < CHUNK or self._stopping.is_set() or not self._lease.is_held():
                break

    def _open(self) -> Warehouse:
        """The file; made anew first where it is missing, of no use, or far behind."""
        self._opened = usable(self._database, self._path, self._zone) or self._made_anew()
        return self._opened

    def _made_anew(self) -> Warehouse:
        log.info("making the analytics anew; the dashboard waits for it")
        with bulk.started(self._database.url, self._path, self._zone) as self._bulk:
            bulk.finish(self._bulk)
        return Warehouse(self._path, self._zone)

    def _close(self) -> None:
        opened, self._opened, self._filled_at = self._opened, None, None
        if opened is not None:
            opened.close()


def _give_way() -> None:
    """Let other threads go first; only Linux knows priorities of threads."""
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LESS_URGENT)
