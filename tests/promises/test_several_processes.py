"""Processes that share nothing but PostgreSQL work as one product, and one that dies is missed for a moment only."""

import asyncio
import json
import os
import re
import signal
import uuid
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator

import httpx
import pytest
import sqlalchemy as sa
import websockets

from bot.store.base.database import Database
from bot.store.chat import conversations
from bot.store.processes import leases
from bot.store.turns.work import load_work
from tests.fakes.telegram_api import FakeTelegram
from tests.product import ChatClient, Product
from tests.waiting import until

PASSWORD = "correct horse battery"
# An open page looks at the database every 30 seconds: what comes sooner was announced.
SOON = 15
START = Callable[..., Product]


@pytest.fixture
def start(tmp_path: Path, postgres_url: str) -> Iterator[START]:
    """Starts a server on the common database, with these settings."""
    with ExitStack() as running:

        def begin(name: str, **environment: str) -> Product:
            (tmp_path / name).mkdir()
            product = Product(tmp_path / name / "var", DATABASE_URL=postgres_url, LOG_LEVEL="WARNING", **environment)
            running.callback(product.kill)
            product.start()
            return product

        yield begin


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.dispose()


class Page:
    """A customer's open page: what is pushed to it."""

    def __init__(self, product: Product, client: ChatClient) -> None:
        self._address = product.url.replace("http", "ws") + "/chat/ws"
        self._token = client.http.headers["Authorization"].removeprefix("Bearer ")

    async def __aenter__(self) -> "Page":
        self._socket = await websockets.connect(self._address, subprotocols=["notouch", self._token])
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self._socket.close()

    async def gets(self, sender: str, containing: str = "") -> dict[str, Any]:
        """The next message of that sender with that text."""

        async def wait() -> dict[str, Any]:
            while True:
                message = json.loads(await self._socket.recv())
                if message.get("sender") == sender and containing in message.get("text", ""):
                    return dict(message)

        return await asyncio.wait_for(wait(), SOON)


class Agent:
    """Somebody at the console of one server."""

    def __init__(self, product: Product) -> None:
        self._http = httpx.Client(base_url=product.url, timeout=20)
        assert self._http.post("/login", data={"name": "Ana", "password": PASSWORD}).status_code == 303

    def first_waiting(self) -> str:
        found = until(lambda: re.search(r"/console/conversations/(\d+)", self._http.get("/console").text), SOON)
        return str(found[1])

    def does(self, conversation: str, action: str, **form: str) -> None:
        page = self._http.get(f"/console/conversations/{conversation}").text
        csrf = re.search(r'name="csrf" value="([^"]+)"', page)
        assert csrf, page
        sent = self._http.post(f"/console/conversations/{conversation}/{action}", data={"csrf": csrf[1], **form})
        assert sent.status_code in (204, 303), sent.text


def test_customer_turn_and_agent_are_on_three_processes(start: START) -> None:
    turns = start("turns", ROLES="turns")
    turns.cli("agent", "add", "Ana", "--password-stdin", typed=f"{PASSWORD}\n")
    shop, office = start("shop", ROLES="web"), start("office", ROLES="web")
    assert httpx.get(f"{turns.url}/chat/messages").status_code == 404
    client = ChatClient(shop)

    async def conversation() -> None:
        async with Page(shop, client) as page:
            client.send("1", text="how much is delivery?")
            await page.gets("bot")
            client.send("2", text="I want to talk to a human")
            await page.gets("bot")
            agent = await asyncio.to_thread(Agent, office)
            waiting = await asyncio.to_thread(agent.first_waiting)
            await asyncio.to_thread(agent.does, waiting, "accept")
            await page.gets("system")
            reply = {"text": "Hello, I am Ana.", "client_id": str(uuid.uuid4())}
            await asyncio.to_thread(lambda: agent.does(waiting, "reply", **reply))
            await page.gets("agent", "I am Ana")

    asyncio.run(conversation())


def test_messages_arrive_after_the_connection_for_announcements_was_cut(start: START, postgres_url: str) -> None:
    shop = start("shop", ROLES="web")
    client = ChatClient(shop)

    async def conversation(database: Database) -> None:
        async with Page(shop, client) as page:
            client.send("1", text="one")
            await page.gets("customer", "one")
            with database.write() as tx:
                cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
                assert tx.execute(sa.text(cut)).rowcount == 1
            client.send("2", text="two")
            await page.gets("customer", "two")

    with opened(postgres_url) as database:
        asyncio.run(conversation(database))


def children(product: Product) -> set[int]:
    assert product.process is not None
    pid = product.process.pid
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def test_a_process_that_is_killed_is_started_again(start: START) -> None:
    product = start("shop", ROLES="web", PROCESSES="2")
    before = until(lambda: len(children(product)) == 2 and children(product))
    client = ChatClient(product)
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    until(lambda: len(children(product)) == 2 and victim not in children(product))
    for number in range(10):
        # Each on a connection of its own, so that both processes are reached.
        headers = {"Authorization": client.http.headers["Authorization"]}
        sent = {"client_id": str(number), "text": "hello"}
        httpx.post(f"{product.url}/chat/messages", headers=headers, json=sent, timeout=20).raise_for_status()
    assert len(client.messages()) == 10
    assert "a process died; it is started again. Something killed it" in product.log.read_text()
    left = children(product)
    product.stop()
    assert product.process is not None
    assert product.process.returncode == 0
    assert not [pid for pid in left if Path(f"/proc/{pid}").exists()]


def test_where_the_parent_has_threads_and_can_not_be_forked_each_starts_anew(start: START) -> None:
    product = start("shop", ROLES="web", PROCESSES="2", OPENBLAS_NUM_THREADS="2")
    client = ChatClient(product)
    client.send("1", text="hello")
    assert [message["text"] for message in client.messages()] == ["hello"]
    product.stop()
    assert product.process is not None
    assert product.process.returncode == 0


def test_children_end_with_their_parent(start: START) -> None:
    product = start("shop", ROLES="web", PROCESSES="2")
    left = until(lambda: len(children(product)) == 2 and children(product))
    product.kill()
    until(lambda: not [pid for pid in left if Path(f"/proc/{pid}").exists()])


def test_another_process_delivers_to_telegram_when_the_one_that_did_is_killed(start: START, postgres_url: str) -> None:
    with FakeTelegram() as telegram, opened(postgres_url) as database:
        bot = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "ROLES": "telegram"}
        products = [start(name, **bot) for name in ("one", "two")]
        identity = customer(database, telegram)
        reply(database, identity, "before")
        telegram.wait_for_message(identity, containing="before")
        [holder] = [product for product in products if f":{product.process.pid}:" in holder_of(database)]
        with telegram.held("sendMessage", identity):
            reply(database, identity, "in flight")
            telegram.wait_until(lambda: len(telegram.calls("sendMessage")) == 2)
            holder.kill()
        reply(database, identity, "after")
        # The lease of the dead one is over within ten seconds, on a machine that has other things to do as well.
        telegram.wait_until(lambda: "after" in telegram.texts(identity))
        told = telegram.texts(identity)
    assert [text for text in told if text != "in flight"] == ["before", "after"]
    assert 1 <= told.count("in flight") <= 2


def holder_of(database: Database) -> str:
    with database.read() as tx:
        lease = leases.held(tx, "telegram")
    assert lease is not None
    return lease.holder


def customer(database: Database, telegram: FakeTelegram, chat: int = 7) -> int:
    telegram.enters(chat)
    with database.write() as tx:
        conversations.open_for(tx, conversations.add_identity(tx, "telegram", str(chat), "en"))
    return chat


def reply(database: Database, chat: int, text: str) -> None:
    with database.read() as tx:
        identity = conversations.find_identity(tx, "telegram", str(chat))
        assert identity is not None
        found = conversations.find_open(tx, identity.id)
    assert found is not None
    work = load_work(database, found.id, cause=f"test {text}")
    work.reply(text)
    work.commit()
