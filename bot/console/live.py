"""Server-sent events: an open page hears at once that something changed, and fetches it then."""

import asyncio
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
from bot.store import agents, presences
from bot.store.database import Database

# Signals stay inside one process; what other processes changed is noticed this many seconds later.
TICK = 5.0
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
            # These cover what happened between loading the page and listening.
            changed = list(subjects)
            while not closing.is_set():
                if not await run_in_threadpool(self._renew, token):
                    # The page looks once more, and notices that it is logged out.
                    yield _event("queue")
                    return
                for name in changed:
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


def _event(name: str) -> dict[str, str]:
    return {"event": name, "data": "changed"}


async def _first(events: Mapping[str, asyncio.Event], closing: anyio.Event, seconds: float) -> list[str]:
    """The names of the events that are set, as soon as one is; all names when the server closes or time is over."""
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
    return found or list(events)
