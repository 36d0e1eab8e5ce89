"""Finds conversations with new messages and gives each a worker: several at a time, one worker for each.

A message that comes in by this process is handed over by the inbox. What was left over, became due, or belonged to a
process that died is found by looking: at once after an announcement, and every second.
"""

import threading
import uuid
from typing import Callable, Optional

import structlog

from bot.base import signals
from bot.base.content import Content
from bot.store.base.database import Database
from bot.store.base.trouble import told
from bot.store.turns import claims
from bot.store.turns.claims import Claim, claim_for
from bot.turn.jobs import Job, Jobs
from bot.turn.turn import Reader, Responder, Turns

log = structlog.get_logger()

_LOOK_EVERY_SECONDS = 1.0
# More conversations than workers, so that none of these waits for the database; the rest is left to other processes.
_ROOM_PER_WORKER = 16


class TurnRunner:
    """Runs in threads of its own from `start` to `stop`. Messages may be stored before `load` is through."""

    def __init__(
        self,
        database: Database,
        content: Content,
        load: Callable[[], tuple[Responder, Reader]],
        workers: int,
        deadline_seconds: float,
    ) -> None:
        self._database, self._content = database, content
        self._load = load
        self._workers, self._deadline = workers, deadline_seconds
        self._name = ""
        self._jobs = Jobs(room=workers * _ROOM_PER_WORKER)
        self._wake_up, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="turns", daemon=True)
        self.ready = threading.Event()

    def start(self) -> None:
        # Not before: a process may be forked from another one that has everything but the threads.
        self._name = uuid.uuid4().hex
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Begin no more turns and wait for those under way; what is not finished then is done again at next start."""
        self._stopping.set()
        self._wake_up.set()
        claims.release(self._database, self._name, self._jobs.close(seconds))

    def claim(self) -> Optional[Claim]:
        """For the inbox: None while there is no room, or nothing is answered yet or any more."""
        return claim_for(self._name) if self.ready.is_set() and self._jobs.has_room() else None

    def hand_over(self, conversation_id: int) -> None:
        self._jobs.add(conversation_id)

    def _run(self) -> None:
        try:
            self._turns = Turns(self._database, self._content, *self._load())
        except Exception:
            log.exception("The assistant could not be loaded; messages are kept. Run `make train`, then start again")
            return
        for _ in range(self._workers):
            self._start_worker()
        self.ready.set()
        log.info("the assistant is loaded and answers")
        with self._database.signals.listen(lambda _: self._wake_up.set(), signals.INBOX):
            while not self._stopping.is_set():
                self._look()
                self._wake_up.wait(_LOOK_EVERY_SECONDS)
                self._wake_up.clear()

    def _look(self) -> None:
        try:
            self._give_up_late_turns()
            for conversation_id in claims.take_waiting(self._database, claim_for(self._name), self._jobs.room):
                self._jobs.add(conversation_id)
        except Exception as error:
            if not told(error):
                log.exception("could not look for new messages; trying again")

    def _start_worker(self) -> None:
        threading.Thread(target=self._work, name="turn", daemon=True).start()

    def _work(self) -> None:
        """Until the runner stops, or the turn of this worker was given up: then another one has its place."""
        while (job := self._jobs.next()) is not None:
            try:
                self._take_all(job)
            except Exception as error:
                if not told(error):
                    log.exception("a turn could not be done; trying again", conversation=job.conversation_id)
                self._jobs.drop(job)
            if job.too_late.is_set():
                return

    def _take_all(self, job: Job) -> None:
        """The messages of a conversation that wait now, and those that come meanwhile."""
        while True:
            job.begin_turn()
            more = self._turns.take_one(job.conversation_id, job.too_late) and not self._stopping.is_set()
            if not more and self._jobs.end(job):
                return

    def _give_up_late_turns(self) -> None:
        for job in self._jobs.late(self._deadline):
            # The thread can't be stopped, but what it still does can't be committed any more.
            try:
                self._turns.failed(job.conversation_id, f"the turn took longer than {self._deadline:g} s")
            finally:
                self._jobs.drop(job)
                self._start_worker()
