"""Outbound: replies leave the outbox, in order within a chat, several chats at a time, and none is lost."""

import asyncio
from functools import partial
from typing import Callable, Optional

import structlog
from starlette.concurrency import run_in_threadpool
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden

from bot.base import signals
from bot.base.clock import now
from bot.base.settings import Settings
from bot.base.signals import Signals
from bot.channels.telegram.customer import CHANNEL
from bot.channels.telegram.formatting import split, to_html
from bot.channels.telegram.trouble import explain, pause, persist
from bot.store.base.announcements import announce
from bot.store.base.database import Database
from bot.store.base.records import Message
from bot.store.chat import conversations, messages
from bot.store.turns import outbox

log = structlog.get_logger(__name__)

CHATS_AT_ONCE = 20
LOOK_EVERY_SECONDS = 2.0
LEAVE_WITHIN_SECONDS = 5.0
# After these the same message would be refused again. After all others it is tried again: an answer that was lost
# on its way back may show a reply twice, which is better than not at all.
_FINAL = (Forbidden, BadRequest)


class NotOurs(Exception):
    """Another process may deliver by now; what is left stays in the outbox for it."""


class Delivery:
    """`may_send` says whether this process still delivers; it is asked before every message."""

    def __init__(
        self, bot: Bot, database: Database, wake: Signals, settings: Settings, may_send: Callable[[], bool]
    ) -> None:
        self._bot = bot
        self._may_send = may_send
        self._database = database
        self._signals = wake
        self._settings = settings
        self._under_way: dict[int, asyncio.Task[None]] = {}  # by identity: one message at a time in a chat
        self._parts_sent: dict[int, int] = {}  # by message, so that a long reply goes on where it was interrupted

    async def run(self) -> None:
        """Deliver until cancelled; what is being sent at that moment gets a few seconds to arrive."""
        with self._signals.event(signals.OUTBOX) as wake:
            try:
                while True:
                    await persist(partial(self._start, wake), self._settings)
                    await signals.wait(wake, LOOK_EVERY_SECONDS)
            finally:
                await self._leave()

    async def _start(self, wake: asyncio.Event) -> None:
        # Noted before looking: a chat that becomes free meanwhile may still be listed with what it was just sent.
        busy = set(self._under_way)
        for message, chat, identity_id in await run_in_threadpool(self._due):
            if identity_id not in busy and len(self._under_way) < CHATS_AT_ONCE:
                task = asyncio.create_task(self._deliver(message, chat, identity_id))
                self._under_way[identity_id] = task
                task.add_done_callback(partial(self._free, identity_id, wake))

    def _due(self) -> list[tuple[Message, str, int]]:
        with self._database.read() as tx:
            return outbox.pending(tx, CHANNEL)

    def _free(self, identity_id: int, wake: asyncio.Event, _done: asyncio.Task[None]) -> None:
        del self._under_way[identity_id]
        wake.set()

    async def _deliver(self, message: Message, chat: str, identity_id: int) -> None:
        try:
            error = await self._attempt(message, chat)
        except NotOurs:
            return
        # Until the outcome is stored the chat stays busy, so that nothing is sent twice.
        await persist(partial(run_in_threadpool, self._settle, message, identity_id, error), self._settings)
        if error is None or isinstance(error, _FINAL):
            self._parts_sent.pop(message.id, None)

    async def _attempt(self, message: Message, chat: str) -> Optional[Exception]:
        try:
            await self._send(message, int(chat))
        except NotOurs:
            raise
        except Exception as error:
            log.warning(explain(error, self._settings), message_id=message.id)
            return error
        return None

    async def _send(self, message: Message, chat_id: int) -> None:
        parts = split(message.text)
        for number in range(self._parts_sent.get(message.id, 0), len(parts)):
            if not self._may_send():
                raise NotOurs
            last = number == len(parts) - 1
            await self._bot.send_message(
                chat_id,
                to_html(parts[number]),
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(message) if last else None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            self._parts_sent[message.id] = number + 1

    def _settle(self, message: Message, identity_id: int, error: Optional[Exception]) -> None:
        with self._database.write() as tx:
            if error is None:
                messages.finish(tx, message.id, "pending", "sent")
            elif isinstance(error, _FINAL):
                messages.finish(tx, message.id, "pending", "undeliverable", explain(error, self._settings))
            else:
                due_at = now() + pause(error, message.attempts)
                messages.postpone(tx, message.id, due_at, explain(error, self._settings))
            if isinstance(error, Forbidden):
                conversations.mark_unreachable(tx, identity_id, now())
            announce(tx, signals.conversation(message.conversation_id))

    async def _leave(self) -> None:
        if self._under_way:
            _, late = await asyncio.wait(self._under_way.values(), timeout=LEAVE_WITHIN_SECONDS)
            for task in late:
                task.cancel()


def _keyboard(message: Message) -> Optional[InlineKeyboardMarkup]:
    rows = [[InlineKeyboardButton(button.title, callback_data=button.token)] for button in message.buttons]
    return InlineKeyboardMarkup(rows) if rows else None
