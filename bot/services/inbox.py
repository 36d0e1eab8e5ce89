"""Taking in what customers send: stored before it is acknowledged, once, whatever the channel repeats."""

from dataclasses import dataclass
from typing import Optional

from bot.base import signals
from bot.base.signals import Signals
from bot.base.text import normalise
from bot.services import entrances
from bot.store import conversations, messages
from bot.store.announcements import announce
from bot.store.database import Connection, Database
from bot.store.entrances import Entrance
from bot.store.records import Identity, Message

# Buttons that concern a finished episode and go on working in it.
_SURVEY_BUTTONS = ("/rate", "/skip_comment")


class Rejected(Exception):
    """The message can't be taken; the text says why, in words for the customer's side."""


@dataclass(frozen=True)
class Incoming:
    """One thing a customer sent. `external_id` is the channel's own number for it, unique on the channel.

    `entrance` is how they came, where the same thing tells it.
    """

    external_id: str
    text: str = ""
    token: Optional[str] = None
    entrance: Optional[Entrance] = None


class Inbox:
    def __init__(self, database: Database, wake: Signals) -> None:
        self._database = database

    def identity(self, channel: str, external_id: str, language: str, name: Optional[str] = None) -> Identity:
        """The customer's address on the channel, made known on the first contact."""
        with self._database.read() as tx:
            found = conversations.find_identity(tx, channel, external_id)
        return found or self._add_identity(channel, external_id, language, name)

    def _add_identity(self, channel: str, external_id: str, language: str, name: Optional[str]) -> Identity:
        with self._database.write() as tx:
            # Looked up again: on SQLite nobody else writes now. On PostgreSQL the unique address decides.
            found = conversations.find_identity(tx, channel, external_id)
            return found or conversations.add_identity(tx, channel, external_id, language, name)

    def enter(self, identity: Identity, told: Entrance) -> Entrance:
        """Note how the customer came to the conversation they are in, or else to the next one; gives what is noted."""
        with self._database.write() as tx:
            conversations.lock_chat(tx, identity.id)
            return entrances.enter(tx, identity, told)

    def take(self, identity: Identity, incoming: Incoming) -> tuple[Message, bool]:
        """Store what came in; (the message, was it new?). When this returns it will survive a power cut.

        Raises:
            Rejected: it is empty, or the button is not one of this chat.
        """
        with self._database.write() as tx:
            conversations.lock_chat(tx, identity.id)
            known = messages.find_inbound(tx, identity.channel, incoming.external_id)
            if known:
                return known, False
            message = self._store(tx, identity, incoming)
            conversation = signals.conversation(message.conversation_id)
            announce(tx, signals.INBOX, signals.chat(identity.id), conversation, written=[message])
        return message, True

    def edit(self, identity: Identity, external_id: str, text: str) -> bool:
        """The customer corrected a message: the transcript shows the new text, no new turn begins."""
        with self._database.write() as tx:
            known = messages.find_inbound(tx, identity.channel, external_id)
            if known:
                messages.edit(tx, known.id, normalise(text))
                announce(tx, signals.conversation(known.conversation_id))
        return known is not None

    def _store(self, tx: Connection, identity: Identity, incoming: Incoming) -> Message:
        if incoming.entrance:
            entrances.enter(tx, identity, incoming.entrance)
        text, conversation_id = self._resolve(tx, identity, incoming)
        if not text:
            raise Rejected("The message is empty.")
        messages.add_inbound(tx, conversation_id, identity.channel, incoming.external_id, text, incoming.token)
        stored = messages.find_inbound(tx, identity.channel, incoming.external_id)
        assert stored is not None
        return stored

    def _resolve(self, tx: Connection, identity: Identity, incoming: Incoming) -> tuple[str, int]:
        if incoming.token is None:
            text = normalise(incoming.text)
            return text, conversations.open_for(tx, identity) if text else 0
        pressed = messages.pressed(tx, incoming.token, identity.id)
        if pressed is None:
            raise Rejected("This button is not known in this chat.")
        if pressed["closed_at"] and pressed["payload"].startswith(_SURVEY_BUTTONS):
            return pressed["title"], pressed["conversation_id"]
        return pressed["title"], conversations.open_for(tx, identity)
