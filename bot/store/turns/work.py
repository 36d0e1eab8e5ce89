"""One unit of work on a conversation: read it, decide, and commit everything together or nothing.

A customer's turn, an agent's click and the closing of an idle conversation are each one unit of work. Nothing is
written while deciding, so on SQLite the write lock is held only for the commit, and the commit fails as `Outdated`
when anybody changed the conversation meanwhile: a bot's reply can't slip out after a human took over.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Mapping, Optional, Sequence

from bot.base import masking, signals
from bot.base.links import addresses
from bot.store.base.announcements import announce
from bot.store.base.database import Connection, Database
from bot.store.base.records import Agent, Conversation, Handoff, Message, Reply, Survey
from bot.store.chat import conversations, dialogues, links, touchpoints
from bot.store.chat.dialogues import DialogueState
from bot.store.chat.handoffs import OPEN
from bot.store.chat.touchpoints import Kind
from bot.store.turns import endings, loading, outbox
from bot.store.turns.loading import Loaded

Write = Callable[[Connection], object]


@dataclass
class Work:
    """`cause` names the reason for the work; what is recorded under it is recorded once.

    With a `failure` the message is set aside for an operator instead of counting as handled. With `forget` the
    dialogue state is emptied: what the customer said must not come back with it. `mask` hides personal data in what
    touchpoints keep; `sentiment` is the feeling of the message, from -1 to 1. `about` are columns that touchpoints
    carry from now on: the topic, the variant of an experiment. `payload` is what the pressed button stands for;
    `handoff` is the open one, `last_handoff` what was there before this work, open or not.
    """

    database: Database
    conversation: Conversation
    cause: str
    dialogue: DialogueState
    survey: Optional[Survey] = None
    handoff: Optional[Handoff] = None
    message: Optional[Message] = None
    agent: Optional[Agent] = None
    payload: Optional[str] = None
    last_handoff: Optional[Handoff] = None
    model_version: Optional[str] = None
    sentiment: Optional[float] = None
    about: dict[str, Any] = field(default_factory=dict)
    mask: Callable[[str], str] = masking.mask
    read_version: int = 0
    replies: list[Reply] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)
    failure: Optional[str] = None
    forget: bool = False

    def change(self, **columns: Any) -> None:
        """Change the conversation itself, for the rest of this work at once and for everybody on commit."""
        self.conversation = replace(self.conversation, **columns)
        self.changes |= columns

    def reply(self, text: str, choices: Sequence[Mapping[str, str]] = (), sender: str = "bot") -> None:
        self.replies.append(Reply(text, choices, sender))

    def later(self, write: Callable[..., object], *args: Any, **values: Any) -> None:
        """Call `write(connection, *args, **values)` within the commit."""
        self.writes.append(lambda tx: write(tx, *args, **values))

    def expect(self, what: Optional[str]) -> None:
        """What the customer's next message answers, for work done outside of the dialogue."""
        self.dialogue = replace(self.dialogue, slots={**self.dialogue.slots, "awaiting": what})

    def record(self, kind: Kind, **details: Any) -> None:
        """Append a touchpoint. Details with a value win over what the kind declares."""
        if details.get("detail"):
            details["detail"] = self.mask(details["detail"])
        self._append(kind, details)

    def _append(self, kind: Kind, details: Mapping[str, Any]) -> None:
        before = sum(fact["kind"] == kind.label for fact in self.facts)
        common = dict(
            cause=f"{self.cause}:{kind.label}" + (f":{before}" if before else ""),
            message_id=self.message.id if self.message else None,
            agent_id=self.agent.id if self.agent else None,
            model_version=self.model_version,
            sentiment=self.sentiment if kind is Kind.MESSAGE_RECEIVED else None,
        )
        given = {name: value for name, value in details.items() if value is not None}
        self.facts.append(touchpoints.of(self.conversation, kind, **{**common, **self.about, **given}))

    def commit(self) -> bool:
        """Write everything in one transaction; after a turn, does another message wait for one?

        Raises:
            conversations.Outdated: the conversation changed since it was read; nothing is written.
        """
        with self.database.write() as tx:
            waiting = self._end_turn(tx, self.message) if self.message else self._change(tx)
            for write in self.writes:
                write(tx)
            written = outbox.add(tx, self.conversation, self.replies, self.agent.id if self.agent else None)
            self._record_links(written)
            touchpoints.add(tx, self.facts)
            self._announce(tx, written)
        return waiting

    def _end_turn(self, tx: Connection, message: Message) -> bool:
        conversation = self._as_read()
        # The chat before the conversation, as the inbox does: locks taken in another order could block each other.
        endings.finish(tx, conversation.identity_id, message, self.failure)
        changes = {"active_at": message.created_at, **self.changes}
        return endings.move_on(tx, conversation, changes, self._state())

    def _change(self, tx: Connection) -> bool:
        conversations.lock_chat(tx, self.conversation.identity_id)
        conversations.change(tx, self._as_read(), **self.changes)
        dialogues.save(tx, self.conversation.id, self._state())
        return False

    def _state(self) -> DialogueState:
        return DialogueState() if self.forget else self.dialogue

    def _as_read(self) -> Conversation:
        return replace(self.conversation, version=self.read_version)

    def _record_links(self, written: Sequence[Message]) -> None:
        for message in written:
            for address in addresses(message.text):
                cause = links.cause(Kind.LINK_SHOWN, message.id, address)
                # Masked for good with patterns alone: this happens while the database waits.
                self._append(Kind.LINK_SHOWN, dict(cause=cause, message_id=message.id, detail=masking.mask(address)))

    def _announce(self, tx: Connection, written: Sequence[Message]) -> None:
        """Tell the channel, the customer's open pages and the agents' consoles."""
        subjects = [signals.chat(self.conversation.identity_id), signals.conversation(self.conversation.id)]
        if written:
            subjects.append(signals.OUTBOX)
        if "owner" in self.changes or self.handoff is not None:
            subjects.append(signals.QUEUE)
        announce(tx, *subjects, written=written, handled=[self.message.id] if self.message else ())


def load_work(database: Database, conversation_id: int, cause: str, **given: Any) -> Work:
    """The conversation as it is now.

    Raises:
        sqlalchemy.exc.NoResultFound: there is no such conversation.
    """
    with database.read() as tx:
        found = loading.one(tx, conversation_id)
    return _work(database, found, cause=cause, **given)


def load_next(database: Database, conversation_id: int, **given: Any) -> Optional[Work]:
    """The conversation with its oldest message that nobody handled; None when there is none."""
    with database.read() as tx:
        found = loading.with_next_message(tx, conversation_id)
    if found is None or found.message is None:
        return None
    cause = f"m{found.message.id}"
    return _work(database, found, cause=cause, message=found.message, payload=found.payload, **given)


def _work(database: Database, found: Loaded, **given: Any) -> Work:
    return Work(
        database=database,
        conversation=found.conversation,
        read_version=found.conversation.version,
        dialogue=found.dialogue,
        survey=found.survey,
        handoff=found.handoff if found.handoff and found.handoff.state in OPEN else None,
        last_handoff=found.handoff,
        **given,
    )


# The work of the turn that is being done in this context, for Rasa's actions, which are called without it.
current: ContextVar[Optional[Work]] = ContextVar("current_work", default=None)
