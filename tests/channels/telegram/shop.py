"""A shop whose Telegram channel really runs, as far as the tests of the channel need one."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from bot.base.content import Content
from bot.base.settings import Settings, load_settings
from bot.base.signals import Signals
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.webhook import router
from bot.services.inbox import Inbox
from bot.store.base.database import Database
from bot.store.base.records import Identity, Message
from bot.store.chat import conversations, messages
from bot.store.turns.work import Work, load_work
from tests.fakes.http_server import HttpServer
from tests.fakes.telegram_api import PATIENCE_SECONDS, FakeTelegram

SECRET = "a-secret-of-the-webhook"


@dataclass
class Shop:
    database: Database
    content: Content
    signals: Signals
    telegram: FakeTelegram

    @contextmanager
    def open(self, **settings: Any) -> Iterator[str]:
        """Run the channel as the product does, polling; gives the address of our server."""
        server = HttpServer()
        with server.serving(self._app(self.settings(**settings))):
            yield server.url

    @contextmanager
    def open_with_webhook(self) -> Iterator[str]:
        """Run the channel with a webhook; gives its address."""
        server = HttpServer()
        url = server.url + "/telegram/webhook"
        app = self._app(self.settings(telegram_webhook_url=url, telegram_webhook_secret=SECRET))
        with server.serving(app):
            yield url

    def settings(self, **settings: Any) -> Settings:
        own = {"telegram_bot_token": self.telegram.token, "telegram_api_url": self.telegram.url}
        return load_settings(**(own | settings))

    def customer(self, chat: int) -> Identity:
        """A customer with an open conversation, who has written before."""
        self.telegram.enters(chat)
        with self.database.write() as tx:
            identity = conversations.add_identity(tx, "telegram", str(chat), "en")
            conversations.open_for(tx, identity)
        return identity

    def replies(self, chat: int, text: str, *titles: str) -> None:
        """Put a reply into the outbox, with buttons of these titles."""
        work = self._work(chat)
        work.reply(text, [{"title": title, "payload": "/help"} for title in titles])
        work.commit()

    def hand_over(self, chat: int) -> None:
        """A human has the conversation from now on."""
        work = self._work(chat)
        work.change(owner="human")
        work.commit()

    def is_known(self, chat: int) -> bool:
        with self.database.read() as tx:
            return conversations.find_identity(tx, "telegram", str(chat)) is not None

    def identity(self, chat: int) -> Identity:
        with self.database.read() as tx:
            found = conversations.find_identity(tx, "telegram", str(chat))
        assert found is not None, f"chat {chat} is not known"
        return found

    def transcript(self, chat: int) -> list[Message]:
        if not self.is_known(chat):
            return []
        with self.database.read() as tx:
            return messages.in_chat(tx, self.identity(chat).id)

    def states(self, chat: int) -> list[str]:
        return [message.state for message in self.transcript(chat)]

    def said(self, chat: int) -> list[str]:
        """What we have from the customer."""
        return [message.text for message in self.transcript(chat) if message.sender == "customer"]

    def _work(self, chat: int) -> Work:
        with self.database.write() as tx:
            conversation_id = conversations.open_for(tx, self.identity(chat))
        return load_work(self.database, conversation_id, cause="test")

    def _app(self, settings: Settings) -> FastAPI:
        inbox = Inbox(self.database)
        channel = TelegramChannel(inbox, self.database, self.content, self.signals, settings)

        @asynccontextmanager
        async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
            running = asyncio.create_task(channel.run())
            yield
            assert not running.done(), "the channel must never end by itself"
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

        app = FastAPI(lifespan=lifespan)
        app.include_router(router(channel))
        return app


def eventually(condition: Callable[[], Any]) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
