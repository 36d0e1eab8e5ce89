"""Server-sent events: an open page hears at once that something changed, and fetches it then."""

import asyncio
import time
from contextlib import ExitStack
from datetime import timedelta
from typing import Annotated, Any, AsyncIterator, Mapping

import anyio
from fastapi import Query
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from bot.base import signals
from bot.base.clock import now
from bot.base.signals import Signals
from bot.staff.auth import Sessions, SignedIn
from bot.staff.rights import Right
from bot.store.base.database import Database
from bot.store.staff import agents, presences

# How soon it is noticed that a log-in is gone, in seconds.
TICK = 5.0
# Covers what is changed without being announced, as by a command on SQLite.
LOOK_EVERY = 30.0
PRESENCE = timedelta(seconds=20)


class Live:
    def __init__(self, database: Database, wake: Signals, sessions: Sessions) -> None:
        self._database = database
        self._signals = wake
        self._sessions = sessions

    async def events(self, session: SignedIn, conversation: Annotated[int, Query()] = 0) -> EventSourceResponse:
        """The events "queue" and "conversation", without data, as long as the log-in and its right last."""
        closing = anyio.Event()
        stream = self._events(session.token, conversation, closing)
        return EventSourceResponse(stream, ping=15, shutdown_event=closing, shutdown_grace_period=1)

    async def _events(self, token: str, conversation_id: int, closing: anyio.Event) -> AsyncIterator[dict[str, str]]:
        subjects = {"queue": signals.QUEUE, "conversation": signals.conversation(conversation_id)}
        with ExitStack() as stack:
            events = {name: stack.enter_context(self._signals.event(subject)) for name, subject in subjects.items()}
            renew, look = _Every(TICK), _Every(LOOK_EVERY)
            changed: list[str] = []
            while not closing.is_set():
                # A log-out is announced to the queue; a conversation's messages are no reason to ask the database.
                if (renew.is_due() or "queue" in changed) and not await run_in_threadpool(self._renew, token):
                    # The page looks once more, and notices that it is logged out.
                    yield _event("queue")
                    return
                # The first look covers what happened between loading the page and listening.
                for name in subjects if look.is_due() else changed:
                    yield _event(name)
                changed = await _first(events, closing, TICK)

    def _renew(self, token: str) -> bool:
        """Show the agent as present; False when the log-in or the right is gone."""
        session = self._sessions.find(token)
        if session is None or not session.may(Right.CONSOLE):
            return False
        seen_at = session.agent.seen_at
        if seen_at is None or now() - seen_at >= PRESENCE:
            with self._database.write() as tx:
                agents.seen(tx, session.agent.id)
                presences.extend(tx, session.agent.id, now())
        return True


class _Every:
    """Something to be done at once, and again whenever so many seconds have gone by."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0

    def is_due(self) -> bool:
        moment = time.monotonic()
        due = moment >= self._next
        if due:
            self._next = moment + self._seconds
        return due


def _event(name: str) -> dict[str, str]:
    return {"event": name, "data": "changed"}


async def _first(events: Mapping[str, asyncio.Event], closing: anyio.Event, seconds: float) -> list[str]:
    """The names of the events that are set, as soon as one is; none when the server closes or time is over."""
    waits: list[asyncio.Task[Any]] = [asyncio.create_task(event.wait()) for event in events.values()]
    waits.append(asyncio.create_task(closing.wait()))
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    found = [name for name, event in events.items() if event.is_set()]
    for name in found:
        events[name].clear()
    return found
