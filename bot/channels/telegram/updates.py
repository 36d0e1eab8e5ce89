"""Inbound: one update of Telegram's becomes a stored message, a correction, or nothing."""

import asyncio
import traceback
from typing import Any, Mapping, Optional

import structlog
from starlette.concurrency import run_in_threadpool
from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus

from bot.base.clock import now
from bot.base.content import Content
from bot.base.text import normalise
from bot.channels.telegram.courtesies import Courtesies
from bot.channels.telegram.customer import CHANNEL, Customer, customer_of
from bot.channels.telegram.start_codes import START, read_code
from bot.services.inbox import Inbox, Incoming, Rejected
from bot.store.base.database import Database
from bot.store.chat import conversations
from bot.store.chat.entrances import Entrance

log = structlog.get_logger(__name__)

TAKEN = ("message", "edited_message", "callback_query", "my_chat_member")
# Errors that come back whenever the update does. With others (the database is away) the update has to come again.
_FAULTS_OF_THE_UPDATE = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


class Updates:
    def __init__(self, bot: Bot, inbox: Inbox, database: Database, content: Content, courtesies: Courtesies) -> None:
        self._bot = bot
        self._inbox = inbox
        self._database = database
        self._content = content
        self._courtesies = courtesies
        # Storing is short, and one at a time two first messages of a customer can't get into each other's way.
        self._one_at_a_time = asyncio.Lock()

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Store what the update brings; when this returns, Telegram may forget it.

        Raises:
            Exception: it could not be stored now. Telegram has to deliver it again.
        """
        try:
            async with self._one_at_a_time:
                await self._take(Update.de_json(dict(raw), self._bot))
        except _FAULTS_OF_THE_UPDATE as error:
            # Only the kind and the place: the error itself may quote the customer.
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{place.filename}:{place.lineno}"
            log.error("An update is skipped", update_id=raw.get("update_id"), error=type(error).__name__, where=where)

    async def _take(self, update: Update) -> None:
        customer = customer_of(update, self._content.languages)
        if customer is None:
            return
        if update.callback_query:
            await self._pressed(customer, update.callback_query)
        elif update.my_chat_member:
            await run_in_threadpool(self._member, customer, update.my_chat_member)
        elif update.edited_message:
            await run_in_threadpool(self._edit, customer, update.edited_message)
        elif update.message:
            await self._wrote(customer, update.message)

    async def _wrote(self, customer: Customer, message: Message) -> None:
        text = _words(message)
        if text:
            await self._store(customer, Incoming(_external_id(message), text, entrance=_entrance(message)))
        # Neither is there when Telegram only tells that a message was pinned or a timer set.
        elif message.text or message.effective_attachment:
            language = await run_in_threadpool(self._language, customer)
            self._courtesies.hint(customer.chat_id, self._content.text("utter_text_only", language))

    async def _pressed(self, customer: Customer, query: CallbackQuery) -> None:
        incoming = Incoming(f"callback:{query.id}", token=normalise(query.data or ""))
        answer = None
        try:
            await self._store(customer, incoming)
        except Rejected:
            language = await run_in_threadpool(self._language, customer)
            answer = self._content.text("utter_button_unknown", language)
        self._courtesies.answer(query.id, answer)

    async def _store(self, customer: Customer, incoming: Incoming) -> None:
        if await run_in_threadpool(self._is_for_the_bot, customer, incoming):
            self._courtesies.typing(customer.chat_id)

    def _is_for_the_bot(self, customer: Customer, incoming: Incoming) -> bool:
        """Take it in; is it new, and will the bot answer rather than a human?"""
        identity = self._inbox.identity(CHANNEL, customer.address, customer.language, customer.name)
        if identity.unreachable_at:
            with self._database.write() as tx:
                conversations.mark_unreachable(tx, identity.id, None)
        message, new = self._inbox.take(identity, incoming)
        with self._database.read() as tx:
            return new and conversations.get(tx, message.conversation_id).owner != "human"

    def _edit(self, customer: Customer, message: Message) -> None:
        text = _words(message)
        with self._database.read() as tx:
            identity = conversations.find_identity(tx, CHANNEL, customer.address)
        if identity and text:
            self._inbox.edit(identity, _external_id(message), text)

    def _member(self, customer: Customer, change: ChatMemberUpdated) -> None:
        blocked = change.new_chat_member.status == ChatMemberStatus.BANNED
        with self._database.write() as tx:
            identity = conversations.find_identity(tx, CHANNEL, customer.address)
            if identity:
                conversations.mark_unreachable(tx, identity.id, now() if blocked else None)

    def _language(self, customer: Customer) -> str:
        with self._database.read() as tx:
            identity = conversations.find_identity(tx, CHANNEL, customer.address)
        return identity.language if identity else customer.language


def _external_id(message: Message) -> str:
    return f"{message.chat.id}:{message.message_id}"


def _words(message: Message) -> str:
    text = normalise(message.text or message.caption or "")
    # A link to the bot may add a parameter to /start, which the customer neither typed nor sees.
    return START if text.startswith(f"{START} ") else text


def _entrance(message: Message) -> Optional[Entrance]:
    command, _, code = (message.text or "").partition(" ")
    return read_code(code) if command == START else None
