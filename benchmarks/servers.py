"""A system that is being started or runs, whichever of the two it is."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import aiohttp
import psutil

from benchmarks.chats import Chat
from benchmarks.errors import BenchmarkFailed
from benchmarks.processes import tail

_READY_WITHIN_SECONDS = 300.0
_KNOCK_EVERY_SECONDS = 0.1


@dataclass(frozen=True)
class Server:
    """`began` is when its first process was started, in seconds of perf_counter."""

    name: str
    address: str
    open_chat: Callable[[aiohttp.ClientSession, str], AbstractAsyncContextManager[Chat]]
    processes: Sequence[psutil.Popen]
    log: Path
    began: float = field(default_factory=perf_counter)

    async def first_answer(self, http: aiohttp.ClientSession, question: str) -> float:
        """Ask until it answers; the seconds since it was started.

        Raises:
            BenchmarkFailed: it ended, or does not answer within five minutes.
        """
        while perf_counter() - self.began < _READY_WITHIN_SECONDS:
            try:
                async with self.open_chat(http, self.address) as chat:
                    await chat.say(question)
                return perf_counter() - self.began
            except aiohttp.ClientConnectionError:
                self._check_alive()
                await asyncio.sleep(_KNOCK_EVERY_SECONDS)
        raise BenchmarkFailed(f"A server does not answer.\n{tail(self.log)}")

    def _check_alive(self) -> None:
        if any(process.poll() is not None for process in self.processes):
            raise BenchmarkFailed(f"A server ended by itself.\n{tail(self.log)}")
