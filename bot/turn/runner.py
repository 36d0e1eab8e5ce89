"""Finds conversations with new messages and gives each a thread: one worker per conversation, several at a time."""

import threading
import time
from dataclasses import dataclass, field
from typing import Callable

import structlog

from bot.base import signals
from bot.base.content import Content
from bot.base.signals import Signals
from bot.store import messages
from bot.store.claims import Claims
from bot.store.database import Database
from bot.turn.turn import Reader, Responder, Turns

log = structlog.get_logger()

# A lost wake-up, a retry that became due, or another process that died: found this much later at most.
_LOOK_EVERY_SECONDS = 1.0


@dataclass
class _Job:
    """A conversation being worked on; `turn_began` is when its present turn did, in monotonic seconds."""

    conversation_id: int
    turn_began: float = field(default_factory=time.monotonic)
    too_late: threading.Event = field(default_factory=threading.Event)


class TurnRunner:
    """Runs in threads of its own from `start` to `stop`. Messages may be stored before `load` is through."""

    def __init__(
        self,
        database: Database,
        content: Content,
        wake: Signals,
        load: Callable[[], tuple[Responder, Reader]],
        workers: int,
        deadline_seconds: float,
    ) -> None:
        self._database, self._content, self._signals = database, content, wake
        self._load = load
        self._workers, self._deadline = workers, deadline_seconds
        self._claims = Claims(database)
        self._jobs: dict[int, _Job] = {}
        self._lock = threading.Lock()
        self._wake_up, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="turns", daemon=True)
        self.ready = threading.Event()

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Begin no more turns and wait for those under way; what is not finished then is done again at next start."""
        self._stopping.set()
        self._wake_up.set()
        end = time.monotonic() + seconds
        while self._jobs and time.monotonic() < end:
            time.sleep(0.01)
        self._claims.close()

    def _run(self) -> None:
        try:
            self._turns = Turns(self._database, self._content, self._signals, *self._load())
        except Exception:
            log.exception("the assistant could not be loaded; messages are kept until it can")
            return
        self.ready.set()
        log.info("the assistant is loaded and answers")
        with self._signals.listen(lambda _: self._wake_up.set(), signals.INBOX):
            while not self._stopping.is_set():
                self._look()
                self._wake_up.wait(_LOOK_EVERY_SECONDS)
                self._wake_up.clear()

    def _look(self) -> None:
        try:
            self._give_up_late_turns()
            with self._database.read() as tx:
                waiting = messages.conversations_with_new(tx)
            for conversation_id in waiting:
                self._begin(conversation_id)
        except Exception:
            log.exception("could not look for new messages; trying again")

    def _begin(self, conversation_id: int) -> None:
        with self._lock:
            if conversation_id in self._jobs or len(self._jobs) >= self._workers:
                return
            job = self._jobs[conversation_id] = _Job(conversation_id)
        threading.Thread(target=self._work, args=(job,), name=f"turn-{conversation_id}", daemon=True).start()

    def _work(self, job: _Job) -> None:
        try:
            if self._claims.take(job.conversation_id):
                try:
                    self._take_all(job)
                finally:
                    self._claims.release(job.conversation_id)
        except Exception:
            log.exception("a turn could not be begun; trying again", conversation=job.conversation_id)
        finally:
            self._end(job)

    def _take_all(self, job: _Job) -> None:
        while not (self._stopping.is_set() or job.too_late.is_set()):
            job.turn_began = time.monotonic()
            if not self._turns.take_one(job.conversation_id, job.too_late):
                return

    def _end(self, job: _Job) -> None:
        with self._lock:
            # A job that was given up has been replaced already.
            if self._jobs.get(job.conversation_id) is job:
                del self._jobs[job.conversation_id]
                self._wake_up.set()

    def _give_up_late_turns(self) -> None:
        with self._lock:
            late = [j for j in self._jobs.values() if time.monotonic() - j.turn_began > self._deadline]
        for job in late:
            # The thread can't be stopped, but what it still does can't be committed any more.
            job.too_late.set()
            self._turns.failed(job.conversation_id, f"the turn took longer than {self._deadline:g} s")
            self._end(job)
