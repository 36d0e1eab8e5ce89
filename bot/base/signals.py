"""Wake-ups inside one process: "something about this subject changed, look at the database".

A signal carries no data, so a lost or doubled one does no harm; whoever waits also looks from time to time.
"""

import asyncio
import threading
from collections import defaultdict
from contextlib import contextmanager, suppress
from typing import Callable, Iterator

INBOX = "inbox"
OUTBOX = "outbox"
QUEUE = "queue"


def chat(identity_id: int) -> str:
    return f"chat:{identity_id}"


def conversation(conversation_id: int) -> str:
    return f"conversation:{conversation_id}"


class Signals:
    """Publish from any thread; wait in a thread or in an event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Callable[[], object]]] = defaultdict(set)

    def publish(self, *subjects: str) -> None:
        with self._lock:
            wake_ups = [wake for subject in subjects for wake in self._listeners.get(subject, ())]
        for wake in wake_ups:
            wake()

    @contextmanager
    def listen(self, wake: Callable[[], object], *subjects: str) -> Iterator[None]:
        """Call `wake` for every signal on the subjects, until the block is left."""
        self._change("add", wake, subjects)
        try:
            yield
        finally:
            self._change("discard", wake, subjects)

    @contextmanager
    def event(self, *subjects: str) -> Iterator[asyncio.Event]:
        """An asyncio.Event of the running loop that every signal on the subjects sets."""
        event, loop = asyncio.Event(), asyncio.get_running_loop()
        with self.listen(lambda: _set_in(loop, event), *subjects):
            yield event

    def _change(self, change: str, wake: Callable[[], object], subjects: tuple[str, ...]) -> None:
        with self._lock:
            for subject in subjects:
                getattr(self._listeners[subject], change)(wake)
                if not self._listeners[subject]:
                    del self._listeners[subject]


def _set_in(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    # A loop that is shutting down has nobody left to wake.
    if not loop.is_closed():
        loop.call_soon_threadsafe(event.set)


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Until the event is set or the seconds are over; the event is clear afterwards."""
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    event.clear()
