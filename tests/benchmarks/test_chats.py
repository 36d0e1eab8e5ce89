"""Against a server of a few lines that speaks both protocols, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from benchmarks.chats import Chat, rest_chat, web_chat
from benchmarks.errors import BenchmarkFailed

LATE_SECONDS = 0.2


class Fake:
    """Replies to each message with two; the second comes late, or only just before the next message is shown."""

    def __init__(self, held_back: bool) -> None:
        self._held_back = held_back
        self._pushed: asyncio.Queue[str] = asyncio.Queue()
        self.texts: list[str] = []

    async def rest(self, request: web.Request) -> web.Response:
        sent = await request.json()
        return web.json_response([{"text": "ok"}] if sent["message"] else [])

    async def session(self, _request: web.Request) -> web.Response:
        return web.json_response({"token": "secret"}, status=201)

    async def message(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer secret"
        if self.texts and self._held_back:
            self._push("bot")
        self.texts.append((await request.json())["text"])
        self._push("customer", "bot")
        if not self._held_back:
            asyncio.get_running_loop().call_later(LATE_SECONDS, self._push, "bot")
        return web.json_response({}, status=202)

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        while not socket.closed:
            await socket.send_json({"sender": await self._pushed.get()})
        return socket

    def _push(self, *senders: str) -> None:
        for sender in senders:
            self._pushed.put_nowait(sender)


@asynccontextmanager
async def serving(fake: Fake) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", fake.rest)
    app.router.add_post("/chat/sessions", fake.session)
    app.router.add_post("/chat/messages", fake.message)
    app.router.add_get("/chat/ws", fake.socket)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        yield http, str(server.make_url("")).rstrip("/")


def in_chat(open_chat: Any, fake: Fake, script: Callable[[Chat], Awaitable[None]]) -> Chat:
    async def run() -> Chat:
        async with serving(fake) as (http, address), open_chat(http, address) as chat:
            await script(chat)
            return chat

    return asyncio.run(asyncio.wait_for(run(), 30))


def test_a_web_turn_lasts_until_its_last_reply() -> None:
    async def script(chat: Chat) -> None:
        await chat.say("one")
        first = chat.turns[0].replied
        while chat.turns[0].replied == first:
            await asyncio.sleep(0.01)

    chat = in_chat(web_chat, Fake(held_back=False), script)
    assert chat.turns[0].replied - chat.turns[0].sent > LATE_SECONDS / 2


def test_a_late_reply_does_not_answer_the_next_message() -> None:
    async def script(chat: Chat) -> None:
        await chat.say("one")
        await chat.say("two")

    fake = Fake(held_back=True)
    first, second = in_chat(web_chat, fake, script).turns
    assert fake.texts == ["one", "two"]
    assert first.sent < second.sent < first.replied < second.replied


def test_a_rest_turn_is_one_request() -> None:
    (turn,) = in_chat(rest_chat, Fake(held_back=False), lambda chat: chat.say("one")).turns
    assert turn.sent < turn.replied


def test_no_reply_at_all_is_a_failure() -> None:
    with pytest.raises(BenchmarkFailed, match="no reply"):
        in_chat(rest_chat, Fake(held_back=False), lambda chat: chat.say(""))
