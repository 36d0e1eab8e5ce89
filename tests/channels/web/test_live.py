"""The WebSocket: messages as they are written, to their own customer, without leaving anything behind."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
import pytest
import websockets
from websockets.exceptions import ConnectionClosed

from bot.base.signals import Hear, Signals
from bot.channels.web import live
from bot.channels.web.history import History
from bot.store.base.database import Database
from bot.store.base.records import Message
from tests.channels.web.visitors import Chats, Visitor

PATIENCE = 20
Result = TypeVar("Result")


class CountingSignals(Signals):
    """Knows how many listen."""

    listening = 0

    @contextmanager
    def listen(self, hear: Hear, *subjects: str) -> Iterator[None]:
        self.listening += 1
        try:
            with super().listen(hear, *subjects):
                yield
        finally:
            self.listening -= 1


@pytest.fixture
def signals(database: Database) -> CountingSignals:
    counting = CountingSignals()
    database.signals = counting
    return counting


def connect(visitor: Visitor, query: str = "", **options: Any) -> Any:
    address = str(visitor.http.base_url).replace("http", "ws", 1).rstrip("/")
    options = {"subprotocols": ["notouch", visitor.token], **options}
    return websockets.connect(f"{address}/chat/ws{query}", **options)


async def receive(socket: Any, count: int) -> list[dict[str, Any]]:
    return [json.loads(await asyncio.wait_for(socket.recv(), PATIENCE)) for _ in range(count)]


async def until(condition: Callable[[], bool]) -> None:
    async def poll() -> None:
        while not condition():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(poll(), PATIENCE)


def run(session: Callable[[], Awaitable[Result]]) -> Result:
    async def whole() -> Result:
        return await session()

    return asyncio.run(whole())


def test_a_reply_from_another_thread_is_pushed(visitor: Visitor, chats: Chats) -> None:
    visitor.says("hello")

    async def session() -> dict[str, Any]:
        async with connect(visitor) as socket:
            assert socket.subprotocol == "notouch"
            [own] = await receive(socket, 1)
            threading.Thread(target=chats.answer, args=(visitor, "Hi!")).start()
            [reply] = await receive(socket, 1)
        assert (own["text"], own["client_id"], reply["text"]) == ("hello", "c0", "Hi!")
        return reply

    reply = run(session)
    assert chats.transcript(visitor)[-1].id == reply["id"]


def test_what_was_pushed_is_marked_as_sent(visitor: Visitor, chats: Chats) -> None:
    visitor.says("hello")
    chats.answer(visitor, "Hi!")

    async def session() -> None:
        async with connect(visitor) as socket:
            await receive(socket, 2)
            await until(lambda: chats.transcript(visitor)[-1].state == "sent")

    run(session)


def test_a_reply_whose_announcement_got_lost_is_pushed_all_the_same(
    visitor: Visitor, database: Database, chats: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0.1)
    visitor.says("hello")
    database.signals = Signals()

    async def session() -> None:
        async with connect(visitor) as socket:
            await receive(socket, 1)
            await asyncio.to_thread(chats.answer, visitor, "Hi!")
            [reply] = await receive(socket, 1)
            assert reply["text"] == "Hi!"

    run(session)


def test_what_is_announced_is_pushed_without_asking_the_database(
    visitor: Visitor, chats: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    after = History.after

    def counted(history: History, identity_id: int, last: int) -> list[Message]:
        looks.append(last)
        return after(history, identity_id, last)

    monkeypatch.setattr(History, "after", counted)
    visitor.says("hello")

    async def session() -> None:
        async with connect(visitor, "?typing=1") as socket:
            await receive(socket, 2)
            before = len(looks)
            choices = ({"title": "Yes", "payload": "/affirm"},)
            await asyncio.to_thread(chats.answer, visitor, "Hi!", choices=choices)
            reply, ended = await receive(socket, 2)
            assert (reply["text"], reply["buttons"][0]["title"], ended["typing"]) == ("Hi!", "Yes", False)
            assert len(looks) == before

    run(session)


def test_push_and_poll_give_the_same(visitor: Visitor, chats: Chats) -> None:
    visitor.says("hello")
    choices = ({"title": "네", "payload": "/affirm"},)
    chats.answer(visitor, *[f"<b>{number}</b>\n안녕" for number in range(205)], choices=choices)
    first = visitor.reads()
    polled = first + visitor.reads(after=first[-1]["id"])

    async def session(after: int) -> list[dict[str, Any]]:
        async with connect(visitor, f"?after={after}") as socket:
            return await receive(socket, sum(message["id"] > after for message in polled))

    assert run(lambda: session(0)) == polled
    assert run(lambda: session(polled[100]["id"])) == polled[101:]


def test_typing_is_shown_while_a_message_waits(visitor: Visitor, chats: Chats) -> None:
    async def session() -> None:
        async with connect(visitor, "?typing=1") as socket:
            await asyncio.to_thread(visitor.says, "hello")
            own, began = await receive(socket, 2)
            assert own["sender"] == "customer"
            assert began == {"typing": True, "sender": "bot"}
            await asyncio.to_thread(chats.answer, visitor, "Hi!")
            reply, ended = await receive(socket, 2)
            assert reply["text"] == "Hi!"
            assert ended == {"typing": False, "sender": "bot"}

    run(session)


def test_who_comes_back_sees_that_the_bot_is_still_at_it(visitor: Visitor) -> None:
    last = visitor.says("hello")

    async def session() -> None:
        async with connect(visitor, f"?after={last}&typing=1") as socket:
            assert await receive(socket, 1) == [{"typing": True, "sender": "bot"}]

    run(session)


def test_without_asking_for_it_there_is_no_typing(visitor: Visitor, chats: Chats) -> None:
    async def session() -> None:
        async with connect(visitor) as socket:
            await asyncio.to_thread(visitor.says, "hello")
            await asyncio.to_thread(chats.answer, visitor, "Hi!")
            assert [message["sender"] for message in await receive(socket, 2)] == ["customer", "bot"]

    run(session)


def test_a_socket_without_the_token_is_closed(visitor: Visitor) -> None:
    visitor.says("my secret")

    async def session() -> None:
        for protocols in (["notouch", "wrong"], ["notouch"], ["wrong"], None):
            async with connect(visitor, subprotocols=protocols) as socket:
                with pytest.raises(ConnectionClosed):
                    await receive(socket, 1)
                assert socket.close_code == 4401, protocols

    run(session)


def test_the_token_may_come_in_the_header(visitor: Visitor) -> None:
    visitor.says("hello")

    async def session() -> None:
        async with connect(visitor, subprotocols=None, extra_headers=visitor.headers) as socket:
            assert socket.subprotocol is None
            assert (await receive(socket, 1))[0]["text"] == "hello"

    run(session)


def test_nobody_is_pushed_the_chat_of_another(visitor: Visitor, other: Visitor, chats: Chats) -> None:
    other.says("mine")

    async def session() -> None:
        async with connect(other) as socket:
            await asyncio.to_thread(visitor.says, "my secret")
            await asyncio.to_thread(chats.answer, visitor, "It is safe.")
            await asyncio.to_thread(chats.answer, other, "Yours.")
            assert [message["text"] for message in await receive(socket, 2)] == ["mine", "Yours."]

    run(session)


def test_what_clients_send_is_ignored(visitor: Visitor) -> None:
    async def session() -> None:
        async with connect(visitor) as socket:
            await socket.send("{}")
            await socket.send(b"\xff\x00")
            await asyncio.to_thread(visitor.says, "hello")
            assert (await receive(socket, 1))[0]["text"] == "hello"

    run(session)


def test_nothing_is_left_of_clients_that_went(visitor: Visitor, chats: Chats, signals: CountingSignals) -> None:
    async def session() -> None:
        sockets = [await connect(visitor) for _ in range(6)]
        await until(lambda: signals.listening == 6)
        for socket in sockets[:3]:
            await socket.close()
        for socket in sockets[3:]:
            socket.transport.abort()  # as when a phone loses its network
        await until(lambda: signals.listening == 0)

    run(session)
    visitor.says("still there?")
    chats.answer(visitor, "Yes.")
    assert visitor.reads()[-1]["text"] == "Yes."


def test_the_server_stops_while_clients_listen(serve: Callable[..., httpx.Client], signals: CountingSignals) -> None:
    """The fixture's own end would hang on a socket that doesn't let go."""
    visitor = Visitor.new(serve())

    async def session() -> None:
        await connect(visitor, close_timeout=0)
        await until(lambda: signals.listening == 1)

    run(session)
