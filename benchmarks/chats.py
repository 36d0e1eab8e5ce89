"""A customer's side of a chat, over HTTP as a real one: Rasa's REST channel, and our chat API with its WebSocket."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

import aiohttp

from benchmarks.errors import BenchmarkFailed

# Also covers a server that takes messages while it is still loading.
ANSWER_WITHIN_SECONDS = 120.0


@dataclass
class Turn:
    """In seconds of one clock: when the message was sent, and when the last of its replies was there."""

    sent: float = field(default_factory=perf_counter)
    replied: float = 0.0


class Chat(Protocol):
    turns: list[Turn]

    async def say(self, text: str) -> None:
        """Send the text and wait for a reply. Raises BenchmarkFailed when none comes."""


class RestChat:
    """Rasa's `rest` channel: the response to a message contains all replies."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        self._http = http
        self._webhook = f"{address}/webhooks/rest/webhook"
        self._sender = uuid.uuid4().hex
        self.turns: list[Turn] = []

    async def say(self, text: str) -> None:
        turn = Turn()
        self.turns.append(turn)
        async with self._http.post(self._webhook, json={"sender": self._sender, "message": text}) as response:
            replies = await response.json()
        if not replies:
            raise BenchmarkFailed(f"Rasa gave no reply to {text!r}")
        turn.replied = perf_counter()


class WebChat:
    """Our chat API: a message is posted, the replies are pushed."""

    def __init__(self, http: aiohttp.ClientSession, address: str, token: str) -> None:
        self._http = http
        self._messages = f"{address}/chat/messages"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._answered = asyncio.Event()
        self._shown = 0
        self.turns: list[Turn] = []

    async def say(self, text: str) -> None:
        self._answered.clear()
        self.turns.append(Turn())
        message = {"text": text, "client_id": str(len(self.turns))}
        async with self._http.post(self._messages, json=message, headers=self._headers) as response:
            response.raise_for_status()
        try:
            await asyncio.wait_for(self._answered.wait(), ANSWER_WITHIN_SECONDS)
        except asyncio.TimeoutError as error:
            raise BenchmarkFailed(f"No reply was pushed to {text!r}") from error

    async def listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Note when replies are pushed, until the socket closes."""
        async for frame in socket:
            self.take(frame.json()["sender"])

    def take(self, sender: str) -> None:
        """One pushed message. They come in order: a customer's own message, then the replies to it."""
        if sender == "customer":
            self._shown += 1
            return
        self.turns[self._shown - 1].replied = perf_counter()
        if self._shown == len(self.turns):
            self._answered.set()


@asynccontextmanager
async def rest_chat(http: aiohttp.ClientSession, address: str) -> AsyncIterator[Chat]:
    yield RestChat(http, address)


@asynccontextmanager
async def web_chat(http: aiohttp.ClientSession, address: str) -> AsyncIterator[Chat]:
    async with http.post(f"{address}/chat/sessions", json={"language": "en"}) as response:
        response.raise_for_status()
        token = (await response.json())["token"]
    chat = WebChat(http, address, token)
    async with http.ws_connect(f"{address}/chat/ws", headers={"Authorization": f"Bearer {token}"}) as socket:
        listening = asyncio.create_task(chat.listen(socket))
        try:
            yield chat
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
