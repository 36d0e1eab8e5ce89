"""Runs what Rasa wrote as coroutines in threads that have no event loop of their own."""

import asyncio
import threading
from typing import Any, Coroutine, TypeVar

T = TypeVar("T")


class ThreadLoop(threading.local):
    """An event loop for each thread that uses it, kept open as long as the thread lives."""

    def __init__(self) -> None:
        self._kept = _Kept()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self._kept.loop.run_until_complete(coroutine)


class _Kept:
    """Goes with the thread's locals, and closes the loop when it does."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()

    def __del__(self) -> None:
        self.loop.close()
