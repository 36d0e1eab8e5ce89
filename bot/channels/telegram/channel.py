"""The Telegram channel as a whole: what it consists of, and how long it lives."""

import asyncio
from contextlib import suppress
from typing import Any, Mapping, Optional

import structlog

from bot.base.content import Content
from bot.base.settings import Settings
from bot.base.signals import Signals
from bot.channels.telegram.connection import connect
from bot.channels.telegram.courtesies import Courtesies
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.trouble import persist
from bot.channels.telegram.updates import TAKEN, Updates
from bot.services.inbox import Inbox
from bot.store.base.database import Database
from bot.store.processes.holding import Holding

log = structlog.get_logger(__name__)

LONG_POLL_SECONDS = 20
# How soon a process notices that the work is its own now, or no longer.
TICK_SECONDS = 0.1


class TelegramChannel:
    """Customers on Telegram. `run` belongs into the event loop that serves the webhook.

    Of several processes one at a time polls and delivers: the one with the lease. A webhook's updates are taken in by
    whichever process they reach.
    """

    def __init__(
        self, inbox: Inbox, database: Database, content: Content, signals: Signals, settings: Settings
    ) -> None:
        self.webhook_secret = settings.telegram_webhook_secret
        self._settings = settings
        self._bot = connect(settings)
        self._courtesies = Courtesies(self._bot)
        self._updates = Updates(self._bot, inbox, database, content, self._courtesies)
        self._lease = Holding(database, "telegram", takes=database.shared)
        # Nobody else serves an SQLite file, and after a crash nobody has to wait for the lease of the dead.
        self._is_ours = self._lease.is_held if database.shared else lambda: True
        self._delivery = Delivery(self._bot, database, signals, settings, self._is_ours)
        self._offset: Optional[int] = None

    async def run(self) -> None:
        """Take updates and deliver replies until cancelled. Trouble is logged and overcome, never raised."""
        self._lease.start()
        try:
            while True:
                while not self._is_ours():
                    await asyncio.sleep(TICK_SECONDS)
                await self._speak()
                log.warning("Another process may speak with Telegram now; this one waits")
        finally:
            self._courtesies.stop()
            await asyncio.to_thread(self._lease.stop)
            await self._bot.shutdown()

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Store what one update brings; raises when Telegram has to deliver it again."""
        await self._updates.take(raw)

    async def _speak(self) -> None:
        """Poll and deliver for as long as that is this process's work."""
        working = asyncio.gather(self._receive(), self._delivery.run())
        try:
            while self._is_ours() and not working.done():
                await asyncio.sleep(TICK_SECONDS)
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working

    async def _receive(self) -> None:
        await persist(self._bot.initialize, self._settings)
        log.info("Connected to Telegram", bot=self._bot.username)
        if self._settings.telegram_webhook_url:
            await persist(self._set_webhook, self._settings)
            return
        await persist(self._bot.delete_webhook, self._settings)
        # What another process took in meanwhile is not confirmed by us.
        self._offset = None
        while True:
            await persist(self._poll, self._settings)

    async def _set_webhook(self) -> None:
        assert self.webhook_secret is not None, "the settings don't allow a webhook without a secret"
        secret = self.webhook_secret.get_secret_value()
        await self._bot.set_webhook(self._settings.telegram_webhook_url, secret_token=secret, allowed_updates=TAKEN)

    async def _poll(self) -> None:
        answer = await self._bot.get_updates(self._offset, timeout=LONG_POLL_SECONDS, allowed_updates=TAKEN)
        for update in answer:
            await self.take(update.api_kwargs["raw"])
            # Asking from here on tells Telegram to forget the update: only now that it is stored.
            self._offset = update.update_id + 1
