"""Taking in what customers send: stored before it is acknowledged, once, whatever the channel repeats."""

from dataclasses import dataclass
from typing import Optional, Protocol

from bot.base import signals
from bot.base.text import normalise
from bot.services import entrances
from bot.store.base.announcements import announce
from bot.store.base.database import Connection, Database
from bot.store.base.records import Identity, Message
from bot.store.chat import conversations, messages
from bot.store.chat.entrances import Entrance
from bot.store.turns import intake
from bot.store.turns.claims import Claim
from bot.store.turns.intake import Inbound, Stored

# Buttons that concern a finished episode and go on working in it.
_SURVEY_BUTTONS = ("/rate", "/skip_comment")


class Rejected(Exception):
    """The message can't be taken; the text says why, in words for the customer's side."""


class _KnownAlready(Exception):
    """The channel delivered it before. Ends the transaction, so that nothing of it stays."""


@dataclass(frozen=True)
class Incoming:
    """One thing a customer sent. `external_id` is the channel's own number for it, unique on the channel.

    `entrance` is how they came, where the same thing tells it.
    """

    external_id: str
    text: str = ""
    token: Optional[str] = None
    entrance: Optional[Entrance] = None


class Runner(Protocol):
    """What takes the turns of this process (bot.turn.runner)."""

    def claim(self) -> Optional[Claim]:
        """For the next conversation; None when there is no room for one now."""

    def hand_over(self, conversation_id: int) -> None:
        """The conversation has a new message and is claimed."""


class Inbox:
    """What comes in goes straight to the runner, where there is one in this process that has room for it.

    Otherwise it is left, and announced, to whoever has.
    """

    def __init__(self, database: Database, runner: Optional[Runner] = None) -> None:
        self._database = database
        self._runner = runner

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
        claim = self._runner.claim() if self._runner else None
        try:
            with self._database.write() as tx:
                stored = self._store(tx, identity, incoming, claim)
                self._announce(tx, identity, stored)
        except _KnownAlready:
            return self._known(identity, incoming), False
        if self._runner and stored.claimed:
            self._runner.hand_over(stored.message.conversation_id)
        return stored.message, True

    def _announce(self, tx: Connection, identity: Identity, stored: Stored) -> None:
        message = stored.message
        subjects = [signals.chat(identity.id), signals.conversation(message.conversation_id)]
        if not (stored.claimed or stored.held):
            subjects.append(signals.INBOX)
        announce(tx, *subjects, written=[message])

    def _known(self, identity: Identity, incoming: Incoming) -> Message:
        with self._database.read() as tx:
            found = messages.find_inbound(tx, identity.channel, incoming.external_id)
        assert found is not None
        return found

    def edit(self, identity: Identity, external_id: str, text: str) -> bool:
        """The customer corrected a message: the transcript shows the new text, no new turn begins."""
        with self._database.write() as tx:
            known = messages.find_inbound(tx, identity.channel, external_id)
            if known:
                messages.edit(tx, known.id, normalise(text))
                announce(tx, signals.conversation(known.conversation_id))
        return known is not None

    def _store(self, tx: Connection, identity: Identity, incoming: Incoming, claim: Optional[Claim]) -> Stored:
        if incoming.entrance or incoming.token:
            # What is looked at here must not change meanwhile, and a repetition has no effect.
            _lock_unless_known(tx, identity, incoming)
        if incoming.entrance:
            entrances.enter(tx, identity, incoming.entrance)
        text, closed = _resolve(tx, identity, incoming)
        inbound = Inbound(identity, incoming.external_id, text, incoming.token)
        if closed is not None:
            return intake.store_in(tx, closed, inbound)
        stored = intake.store(tx, inbound, claim)
        if stored is None:
            _lock_unless_known(tx, identity, incoming)
            conversations.open_for(tx, identity)
            stored = intake.store(tx, inbound, claim)
        assert stored is not None
        return stored


def _lock_unless_known(tx: Connection, identity: Identity, incoming: Incoming) -> None:
    conversations.lock_chat(tx, identity.id)
    if messages.find_inbound(tx, identity.channel, incoming.external_id):
        raise _KnownAlready


def _resolve(tx: Connection, identity: Identity, incoming: Incoming) -> tuple[str, Optional[int]]:
    """The words, and the closed conversation that they belong to all the same."""
    if incoming.token is None:
        text = normalise(incoming.text)
        if not text:
            raise Rejected("The message is empty.")
        return text, None
    pressed = messages.pressed(tx, incoming.token, identity.id)
    if pressed is None:
        raise Rejected("This button is not known in this chat.")
    late = pressed["closed_at"] and pressed["payload"].startswith(_SURVEY_BUTTONS)
    return pressed["title"], pressed["conversation_id"] if late else None
