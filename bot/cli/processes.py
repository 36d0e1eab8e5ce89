"""`run` with several processes: a parent that starts them, starts those again that die, and passes the end on.

Where it is safe the children are forked from a parent that has loaded everything, which they then share in memory;
otherwise each starts anew and loads for itself.
"""

import os
import signal
import time
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any, Callable, Optional

import structlog

log = structlog.get_logger()

# What a process may take to end by itself; afterwards it is killed, and what it was at is done at the next start.
END_SECONDS = 15.0
_TICK_SECONDS = 0.25
_LIVED_WELL_SECONDS, _LONGEST_PAUSE_SECONDS = 60.0, 30.0

Start = Callable[[int], BaseProcess]


@dataclass
class _Place:
    """One of the processes that should run. `deaths` in a row are counted; `due` is when to start it again."""

    number: int
    process: Optional[BaseProcess] = None
    began: float = 0.0
    deaths: int = 0
    due: float = 0.0


class Processes:
    """`start` begins the process of a number, counted from 1, and gives it."""

    def __init__(self, count: int, start: Start) -> None:
        self._places = [_Place(number) for number in range(1, count + 1)]
        self._start = start
        self._ending = False

    def run(self) -> None:
        """Keep all of them running until SIGTERM or SIGINT; then end them."""
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, self._end)
        while not self._ending:
            for place in self._places:
                self._look_after(place)
            connection.wait([place.process.sentinel for place in self._places if place.process], _TICK_SECONDS)
        self._end_all()

    def _end(self, *_signal: Any) -> None:
        self._ending = True

    def _look_after(self, place: _Place) -> None:
        if place.process is not None and place.process.exitcode is not None:
            self._note_death(place, place.process.exitcode)
        if place.process is None and time.monotonic() >= place.due and not self._ending:
            place.process, place.began = self._start(place.number), time.monotonic()

    def _note_death(self, place: _Place, code: int) -> None:
        lived = time.monotonic() - place.began
        place.deaths = 1 if lived > _LIVED_WELL_SECONDS else place.deaths + 1
        pause = min(2.0 ** (place.deaths - 2), _LONGEST_PAUSE_SECONDS) if place.deaths > 1 else 0.0
        place.process, place.due = None, time.monotonic() + pause
        log.error(f"a process died; it is started again. {_advice(code)}", process=place.number, after_seconds=pause)

    def _end_all(self) -> None:
        running = [place.process for place in self._places if place.process]
        for process in running:
            process.terminate()
        until = time.monotonic() + END_SECONDS
        for process in running:
            process.join(max(0.0, until - time.monotonic()))
            if process.exitcode is None:
                log.error("a process did not end in time and is killed; nothing that was acknowledged is lost")
                process.kill()
                process.join()


def _advice(code: int) -> str:
    if code == -signal.SIGKILL:
        return "Something killed it: if that was the system for want of memory, run fewer (PROCESSES)."
    if code < 0:
        return f"It was ended by {signal.Signals(-code).name}."
    return "What it logged before says why."


def single_threaded() -> bool:
    """Is this a process that may be forked? Only where we can know that it has no second thread, also none in C."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False
