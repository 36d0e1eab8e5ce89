"""Announcements inside one process: "something about these subjects changed".

They only save looking at the database: whoever listens also looks from time to time, and whenever an announcement
says that it does not tell everything. What makes them, and how other processes hear them:
bot/store/base/announcements.py.
"""

import asyncio
import threading
from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Callable, Iterator

INBOX = "inbox"
OUTBOX = "outbox"
QUEUE = "queue"

MAX_QUEUED = 100


def chat(identity_id: int) -> str:
    return f"chat:{identity_id}"


def is_chat(subject: str) -> bool:
    return subject.startswith("chat:")


def conversation(conversation_id: int) -> str:
    return f"conversation:{conversation_id}"


@dataclass(frozen=True)
class Announcement:
    """What one transaction changed.

    `written` are the messages (bot.store.base.records.Message) that it wrote to one chat, in their order; `handled` the
    numbers of those that wait for a turn no longer. Unless it is `complete` it doesn't tell all: look at the database.
    """

    subjects: tuple[str, ...]
    written: tuple[Any, ...] = ()
    handled: tuple[int, ...] = ()
    complete: bool = True


# For everybody, whatever they listen to: announcements may have been lost.
LOOK = Announcement((), complete=False)
Hear = Callable[[Announcement], object]


class Signals:
    """Publish from any thread; wait in a thread or in an event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Hear]] = defaultdict(set)

    def publish(self, announcement: Announcement) -> None:
        """Tell whoever listens to one of the subjects, each once; what they do must be short."""
        for hear in self._hearers(announcement):
            hear(announcement)

    def _hearers(self, announcement: Announcement) -> set[Hear]:
        with self._lock:
            subjects = tuple(self._listeners) if announcement is LOOK else announcement.subjects
            return {hear for subject in subjects for hear in self._listeners.get(subject, ())}

    @contextmanager
    def listen(self, hear: Hear, *subjects: str) -> Iterator[None]:
        """Call `hear` for every announcement on the subjects, until the block is left."""
        self._change("add", hear, subjects)
        try:
            yield
        finally:
            self._change("discard", hear, subjects)

    @contextmanager
    def event(self, *subjects: str) -> Iterator[asyncio.Event]:
        """An asyncio.Event of the running loop that every announcement on the subjects sets."""
        event, loop = asyncio.Event(), asyncio.get_running_loop()
        with self.listen(lambda _: call_in(loop, event.set), *subjects):
            yield event

    @contextmanager
    def queue(self, *subjects: str) -> Iterator["asyncio.Queue[Announcement]"]:
        """The announcements on the subjects, in order, for a task of the running loop.

        A reader who is too slow finds LOOK in place of what didn't fit.
        """
        heard: asyncio.Queue[Announcement] = asyncio.Queue(MAX_QUEUED)
        loop = asyncio.get_running_loop()
        with self.listen(lambda announcement: call_in(loop, _put, heard, announcement), *subjects):
            yield heard

    def _change(self, change: str, hear: Hear, subjects: tuple[str, ...]) -> None:
        with self._lock:
            for subject in subjects:
                getattr(self._listeners[subject], change)(hear)
                if not self._listeners[subject]:
                    del self._listeners[subject]


def _put(heard: "asyncio.Queue[Announcement]", announcement: Announcement) -> None:
    if heard.full():
        while not heard.empty():
            heard.get_nowait()
        announcement = LOOK
    heard.put_nowait(announcement)


def call_in(loop: asyncio.AbstractEventLoop, call: Callable[..., object], *args: object) -> None:
    """Call it in the loop, from any thread; a loop that is shutting down has nobody left to tell."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call, *args)


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Until the event is set or the seconds are over; the event is clear afterwards."""
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    event.clear()
