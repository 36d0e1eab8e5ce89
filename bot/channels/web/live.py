"""Pushing a chat's messages over a WebSocket as they are written."""

import json
from contextlib import suppress
from dataclasses import dataclass

import anyio
from fastapi import WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from bot.base import signals
from bot.base.signals import Signals, wait
from bot.channels.web.history import PAGE, History
from bot.channels.web.views import MessageView

# A wake-up from another process never arrives; this is how late its message may be.
LOOK_EVERY_SECONDS = 2.0


@dataclass
class Push:
    """One open socket. `last` is the newest message the customer's side has."""

    socket: WebSocket
    history: History
    identity_id: int
    last: int
    shows_typing: bool
    _typing: bool = False

    async def run(self, wake: Signals) -> None:
        """Push until the other side closes or is found to be gone."""
        with wake.event(signals.chat(self.identity_id)) as changed, suppress(WebSocketDisconnect):
            while True:
                # Asked before the messages are looked up: typing never seems to end before its reply is there.
                typing = self.shows_typing and await self._is_answering()
                await self._push_messages()
                await self._push_typing(typing)
                await wait(changed, LOOK_EVERY_SECONDS)

    async def _push_messages(self) -> None:
        """What was written since; what is written meanwhile has set the event again."""
        while True:
            shown = await run_in_threadpool(self.history.after, self.identity_id, self.last)
            for message in shown:
                await self.socket.send_text(MessageView.of(message).json(exclude_none=True))
                self.last = message.id
            if any(message.state == "pending" for message in shown):
                await run_in_threadpool(self.history.delivered, shown)
            if len(shown) < PAGE:
                return

    async def _is_answering(self) -> bool:
        return await run_in_threadpool(self.history.is_answering, self.identity_id, self.last)

    async def _push_typing(self, typing: bool) -> None:
        if typing != self._typing:
            await self.socket.send_text(json.dumps({"typing": typing, "sender": "bot"}))
            self._typing = typing


async def serve(push: Push, wake: Signals) -> None:
    """Push until the socket closes. What the other side sends is read, to notice that, and ignored."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(push.run, wake)
        while (await push.socket.receive())["type"] != "websocket.disconnect":
            pass
        tasks.cancel_scope.cancel()
