"""The conversations that this process works on, and those that wait for a worker: each one once."""

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Optional


@dataclass(eq=False)
class Job:
    """A conversation with new messages.

    `turn_began` is when its present turn did, in monotonic seconds; None while no worker is at it. `again`: it was
    added once more meanwhile. `too_late` is set when the turn is given up.
    """

    conversation_id: int
    turn_began: Optional[float] = None
    again: bool = False
    too_late: threading.Event = field(default_factory=threading.Event)

    def begin_turn(self) -> None:
        # What is stored before the turn looks at the database is seen by it.
        self.again, self.turn_began = False, time.monotonic()


class Jobs:
    """`room` is how many there may be; more are taken all the same when they are added."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._jobs: dict[int, Job] = {}
        self._waiting: deque[Job] = deque()
        lock = threading.Lock()
        self._came, self._went = threading.Condition(lock), threading.Condition(lock)
        self._closed = False

    def has_room(self) -> bool:
        return not self._closed and len(self._jobs) < self.room

    def add(self, conversation_id: int) -> None:
        """To be worked on, once more where it is already."""
        with self._came:
            known = self._jobs.get(conversation_id)
            if known is not None:
                known.again = True
                return
            job = self._jobs[conversation_id] = Job(conversation_id)
            self._waiting.append(job)
            self._came.notify()

    def next(self) -> Optional[Job]:
        """The one that waits for longest, as soon as there is one; None when it is time to end."""
        with self._came:
            self._came.wait_for(lambda: self._waiting or self._closed)
            if self._closed:
                return None
            job = self._waiting.popleft()
            job.begin_turn()
            return job

    def end(self, job: Job) -> bool:
        """No message waits any more; False when one came meanwhile, which is the caller's to handle."""
        with self._went:
            if job.again and not (job.too_late.is_set() or self._closed):
                return False
            self._remove(job)
            return True

    def drop(self, job: Job) -> None:
        """Leave it to whoever finds it next."""
        with self._went:
            self._remove(job)

    def late(self, seconds: float) -> list[Job]:
        """Jobs whose turn takes longer than that: from here on it is too late for it."""
        with self._went:
            began = [(job, job.turn_began) for job in self._jobs.values()]
        late = [job for job, at in began if at is not None and time.monotonic() - at > seconds]
        for job in late:
            job.too_late.set()
        return late

    def close(self, seconds: float) -> list[int]:
        """Hand out no more, and wait for those under way; gives the conversations that nobody is at any more."""
        with self._went:
            self._closed = True
            left = list(self._waiting)
            for job in left:
                self._remove(job)
            self._came.notify_all()
            self._went.wait_for(lambda: not self._jobs, seconds)
        return [job.conversation_id for job in left]

    def _remove(self, job: Job) -> None:
        # One that was given up may have been added anew since.
        if self._jobs.get(job.conversation_id) is job:
            del self._jobs[job.conversation_id]
            self._went.notify_all()
