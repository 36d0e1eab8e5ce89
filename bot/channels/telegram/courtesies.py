"""Small things sent in passing. Nobody waits for them, and one that fails is not tried again."""

import asyncio
from typing import Awaitable, Callable, Optional

import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

log = structlog.get_logger(__name__)


class Courtesies:
    """One of a kind at a time: an album of ten photos brings one hint, a burst of messages one typing action."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def typing(self, chat_id: int) -> None:
        self._soon(f"typing:{chat_id}", self._bot.send_chat_action, chat_id, ChatAction.TYPING)

    def hint(self, chat_id: int, text: str) -> None:
        self._soon(f"hint:{chat_id}", self._bot.send_message, chat_id, text)

    def answer(self, query_id: str, text: Optional[str] = None) -> None:
        """Stop the waiting animation of a pressed button; with a text, show that for a moment."""
        self._soon(f"answer:{query_id}", self._bot.answer_callback_query, query_id, text)

    def stop(self) -> None:
        for task in self._under_way.values():
            task.cancel()

    def _soon(self, key: str, send: Callable[..., Awaitable[object]], *args: object) -> None:
        if key not in self._under_way:
            self._under_way[key] = asyncio.create_task(self._send(key, send(*args)))

    async def _send(self, key: str, sending: Awaitable[object]) -> None:
        try:
            await sending
        except TelegramError as error:
            log.debug("A courtesy was not sent", what=key.partition(":")[0], error=type(error).__name__)
        finally:
            del self._under_way[key]
