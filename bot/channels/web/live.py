"""Pushing a chat's messages over a WebSocket as they are written."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Sequence

import anyio
from fastapi import WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from bot.base import signals
from bot.base.signals import LOOK, Announcement, Signals
from bot.channels.web.history import PAGE, History
from bot.channels.web.views import MessageView
from bot.store.base.records import Message

# Covers what is written without being announced; nothing that is part of the product should be.
LOOK_EVERY_SECONDS = 30.0


@dataclass
class Push:
    """One open socket. `last` is the newest message the customer's side has.

    What is announced is shown as it was announced. The database is asked at the beginning, from time to time, and
    when an announcement says that it doesn't tell everything.
    """

    socket: WebSocket
    history: History
    identity_id: int
    last: int
    shows_typing: bool
    _waiting: set[int] = field(default_factory=set)  # the customer's messages that the bot is at
    _typing: bool = False

    async def run(self, wake: Signals) -> None:
        """Push until the other side closes or is found to be gone."""
        with wake.queue(signals.chat(self.identity_id)) as heard, suppress(WebSocketDisconnect):
            await self._look()
            while True:
                announcement = await _next(heard)
                if announcement.complete:
                    await self._show(announcement.written)
                    self._waiting.difference_update(announcement.handled)
                    await self._push_typing()
                else:
                    await self._look()

    async def _look(self) -> None:
        """What is stored; what is announced meanwhile is shown afterwards, unless it was found here."""
        if self.shows_typing:
            self._waiting = await run_in_threadpool(self.history.waiting, self.identity_id, self.last)
        while True:
            found = await run_in_threadpool(self.history.after, self.identity_id, self.last)
            await self._show(found)
            if len(found) < PAGE:
                break
        await self._push_typing()

    async def _show(self, written: Sequence[Message]) -> None:
        news = [message for message in written if message.id > self.last]
        for message in news:
            await self.socket.send_text(MessageView.of(message).json(exclude_none=True))
            self.last = message.id
        self._waiting.update(message.id for message in news if message.state == "new")
        self.history.pushed(news)

    async def _push_typing(self) -> None:
        typing = self.shows_typing and bool(self._waiting)
        if typing != self._typing:
            await self.socket.send_text(json.dumps({"typing": typing, "sender": "bot"}))
            self._typing = typing


async def _next(heard: "asyncio.Queue[Announcement]") -> Announcement:
    try:
        return await asyncio.wait_for(heard.get(), LOOK_EVERY_SECONDS)
    except asyncio.TimeoutError:
        return LOOK


async def serve(push: Push, wake: Signals) -> None:
    """Push until the socket closes. What the other side sends is read, to notice that, and ignored."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(push.run, wake)
        while (await push.socket.receive())["type"] != "websocket.disconnect":
            pass
        tasks.cancel_scope.cancel()
