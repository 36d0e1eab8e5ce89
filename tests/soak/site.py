"""The product as it is installed: processes on one database, a stand-in for Telegram, and customers who write to it."""

import json
import os
import random
import signal
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Optional, Union

import httpx
import psutil
import sqlalchemy as sa

from tests.fakes.telegram_api import FakeTelegram
from tests.product import Product
from tests.waiting import until

QUESTIONS = (
    "how long does delivery take?",
    "how do i return a lamp",
    "blorp fnord",
    "hello",
    "what are your store hours",
)
SETTLED_SECONDS = 120.0
_ENDLESS = 10**9
WEBHOOK_SECRET = "a-secret-of-the-tests"


class Site:
    """`said` is what customers sent on Telegram, by chat and message; `acknowledged` what the web took, by message."""

    def __init__(
        self,
        folder: Path,
        database_url: str = "",
        webhook: bool = False,
        wait_until_ready: bool = True,
        **more: Any,
    ):
        self.telegram = FakeTelegram()
        self.database_url = database_url or f"sqlite:///{folder / '0' / 'var' / 'notouch.db'}"
        self.webhook, self._wait = webhook, wait_until_ready
        self.product = self._product(folder / "0", more)
        self.acknowledged: set[int] = set()
        self.said: list[tuple[int, int]] = []
        self.refused = 0
        self.examined: dict[str, int] = {}
        self._engine = sa.create_engine(self.database_url, poolclass=sa.pool.NullPool, future=True)
        self._lock = threading.Lock()
        self._open = ExitStack()

    def _product(self, folder: Path, more: dict[str, Any]) -> Product:
        (folder / "var").mkdir(parents=True, exist_ok=True)
        given = dict(DATABASE_URL=self.database_url, TELEGRAM_API_URL=self.telegram.url, LOG_LEVEL="WARNING")
        product = Product(folder / "var", **{**given, "TELEGRAM_BOT_TOKEN": self.telegram.token, **more})
        if self.webhook:
            product.environment["TELEGRAM_WEBHOOK_URL"] = f"{product.url}/telegram/webhook"
            product.environment["TELEGRAM_WEBHOOK_SECRET"] = WEBHOOK_SECRET
        return product

    def __enter__(self) -> "Site":
        self._open.enter_context(self.telegram)
        self._open.callback(self.product.kill)
        self.product.start(self._wait)
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.close()
        self._engine.dispose()

    def processes(self) -> list[int]:
        """The numbers of the processes that serve, as the system counts them."""
        assert self.product.process is not None
        first = psutil.Process(self.product.process.pid)
        if self.product.environment["PROCESSES"] == "1":
            return [first.pid]
        return sorted(child.pid for child in first.children() if _serves(child))

    def kill(self, process: int) -> None:
        """SIGKILL; its parent starts it again."""
        count = len(self.processes())
        os.kill(process, signal.SIGKILL)
        until(lambda: len(self.processes()) == count and process not in self.processes(), 60)

    def kill_all(self) -> None:
        """SIGKILL for the process that was started, with which those end that it started; and start again."""
        serving = self.processes()
        self.product.kill()
        until(lambda: not any(psutil.pid_exists(process) for process in serving))
        self.product.start(wait_until_ready=False)

    def freeze(self, process: int, seconds: float) -> None:
        """It hangs for so long: it answers nothing, and gives nothing back."""
        os.kill(process, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(process, signal.SIGCONT)

    def took(self, message_id: int) -> None:
        with self._lock:
            self.acknowledged.add(message_id)

    def was_refused(self) -> None:
        with self._lock:
            self.refused += 1

    def says_on_telegram(self, chat: int, text: str) -> None:
        self.said.append((chat, self.telegram.customer_says(chat, text)))

    def rows(self, query: str, **values: Any) -> list[Any]:
        """What the database says, read beside the product."""
        with self._engine.connect() as connection:
            return list(connection.execute(sa.text(query), values))

    def settle(self, seconds: float = SETTLED_SECONDS) -> None:
        """Wait until everything that was said is stored, and what was stored is answered and delivered."""
        self.telegram_takes_all(seconds)
        until(lambda: self.waiting() == 0, seconds)

    def telegram_takes_all(self, seconds: float = SETTLED_SECONDS) -> None:
        until(lambda: not self.telegram.api.updates, seconds)

    def waiting(self) -> int:
        return int(
            self.rows(
                "SELECT count(*) FROM messages WHERE state = 'new' OR (state = 'pending' AND channel = 'telegram')"
            )[0][0]
        )

    def log(self) -> str:
        return self.product.log.read_text(errors="replace")


def _serves(child: psutil.Process) -> bool:
    """Rather than being dead, or a helper of Python's own."""
    try:
        return "resource_tracker" not in "".join(child.cmdline())
    except psutil.Error:
        return False


class WebCustomer(threading.Thread):
    """Sends its messages one after the other, each until it is acknowledged, as the widget does."""

    def __init__(self, site: Site, number: int, messages: int, pause_seconds: float = 1.0) -> None:
        super().__init__(daemon=True)
        self.site, self.number, self.messages, self.pause = site, number, messages, pause_seconds
        self.enough = threading.Event()
        self.address = site.product.url
        self.http = httpx.Client(timeout=5)
        self.token, self.last = "", 0

    def begin(self) -> "WebCustomer":
        """Get a session, which needs everything to work."""
        answer = self.http.post(f"{self.address}/chat/sessions", json={"language": "en"})
        self.token = answer.json()["token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        return self

    def run(self) -> None:
        chosen = random.Random(self.number)
        for turn in range(self.messages):
            self.says(chosen.choice(QUESTIONS), f"{turn}")
            if self.enough.wait(chosen.uniform(0, 2 * self.pause)):
                return

    def says(self, text: str, client_id: str) -> int:
        """Until it is acknowledged; its number."""
        while True:
            try:
                return self.tries(text, client_id)
            except httpx.HTTPError:
                self.site.was_refused()
                time.sleep(0.1)

    def tries(self, text: str, client_id: str) -> int:
        """Once. Raises httpx.HTTPError when it was not acknowledged."""
        self._post(json.dumps({"client_id": client_id, "text": text})).raise_for_status()
        return self.last

    def posts(self, body: str) -> int:
        """Any body at all, until there is an answer; its status."""
        while True:
            try:
                return self._post(body).status_code
            except httpx.TransportError:
                self.site.was_refused()

    def _post(self, body: str) -> httpx.Response:
        headers = {"Content-Type": "application/json"}
        answer = self.http.post(f"{self.address}/chat/messages", content=body, headers=headers)
        if answer.status_code == 202:
            self.last = int(answer.json()["id"])
            self.site.took(self.last)
        return answer

    def reads(self) -> list[dict[str, Any]]:
        """The whole chat, as the widget would load it."""
        return list(self.http.get(f"{self.address}/chat/messages").raise_for_status().json())


class TelegramCustomer(threading.Thread):
    """Writes its messages to the bot, whether it is there or not."""

    def __init__(self, site: Site, chat: int, messages: int, pause_seconds: float = 1.0) -> None:
        super().__init__(daemon=True)
        self.site, self.chat, self.messages, self.pause = site, chat, messages, pause_seconds
        self.enough = threading.Event()

    def run(self) -> None:
        chosen = random.Random(self.chat)
        for _ in range(self.messages):
            self.site.says_on_telegram(self.chat, chosen.choice(QUESTIONS))
            if self.enough.wait(chosen.uniform(0, 2 * self.pause)):
                return


class Crowd:
    """Customers of both channels who write at the same time, while the block does something to the product.

    Without a number of messages they write until the block ends.
    """

    def __init__(
        self, site: Site, web: int, telegram: int, messages: Optional[int] = None, pause_seconds: float = 1.0
    ) -> None:
        self._site, self._endless = site, messages is None
        messages = _ENDLESS if messages is None else messages
        first = len(site.acknowledged) + 1
        self.web = [WebCustomer(site, first + n, messages, pause_seconds).begin() for n in range(web)]
        chats = range(1000 * first, 1000 * first + telegram)
        self._all: list[Union[WebCustomer, TelegramCustomer]] = [*self.web]
        self._all += [TelegramCustomer(site, chat, messages, pause_seconds) for chat in chats]

    def __enter__(self) -> "Crowd":
        for customer in self._all:
            customer.start()
        return self

    def __exit__(self, kind: object, *exception: object) -> None:
        if kind is None:
            self.finish()

    def finish(self) -> None:
        """Wait until all have said everything, and all of it is answered."""
        for customer in self._all:
            if self._endless:
                customer.enough.set()
        for customer in self._all:
            customer.join(SETTLED_SECONDS)
            assert not customer.is_alive(), "a customer's messages are not acknowledged"
        self._site.settle()
