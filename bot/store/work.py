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
from bot.store import conversations, dialogues, handoffs, links, messages, surveys, touchpoints
from bot.store.announcements import announce
from bot.store.database import Connection, Database
from bot.store.dialogues import DialogueState
from bot.store.records import Agent, Conversation, Handoff, Message, Survey
from bot.store.touchpoints import Kind

Write = Callable[[Connection], object]


@dataclass(frozen=True)
class Reply:
    """What goes out. `choices` are buttons, {"title", "payload"}."""

    text: str
    choices: Sequence[Mapping[str, str]] = ()
    sender: str = "bot"


@dataclass
class Work:
    """`cause` names the reason for the work; what is recorded under it is recorded once.

    With a `failure` the message is set aside for an operator instead of counting as handled. With `forget` the
    dialogue state is emptied: what the customer said must not come back with it. `mask` hides personal data in what
    touchpoints keep; `sentiment` is the feeling of the message, from -1 to 1. `about` are columns that touchpoints
    carry from now on: the topic, the variant of an experiment.
    """

    database: Database
    conversation: Conversation
    cause: str
    dialogue: DialogueState
    survey: Optional[Survey] = None
    handoff: Optional[Handoff] = None
    message: Optional[Message] = None
    agent: Optional[Agent] = None
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

    def commit(self) -> None:
        """Write everything in one transaction.

        Raises:
            conversations.Outdated: the conversation changed since it was read; nothing is written.
        """
        with self.database.write() as tx:
            # The chat before the conversation, as the inbox does: locks taken in another order could block each other.
            conversations.lock_chat(tx, self.conversation.identity_id)
            unchanged = replace(self.conversation, version=self.read_version)
            conversations.change(tx, unchanged, **self.changes)
            self._finish_message(tx)
            for write in self.writes:
                write(tx)
            for reply in self.replies:
                self._send(tx, reply)
            touchpoints.add(tx, self.facts)
            dialogues.save(tx, self.conversation.id, DialogueState() if self.forget else self.dialogue)
            self._announce(tx)

    def _announce(self, tx: Connection) -> None:
        """Tell the channel, the customer's open pages and the agents' consoles."""
        subjects = [signals.OUTBOX, signals.chat(self.conversation.identity_id)]
        subjects.append(signals.conversation(self.conversation.id))
        if "owner" in self.changes or self.handoff is not None:
            subjects.append(signals.QUEUE)
        announce(tx, *subjects, handled=[self.message.id] if self.message else ())

    def _finish_message(self, tx: Connection) -> None:
        becomes = "set_aside" if self.failure else "handled"
        if self.message and not messages.finish(tx, self.message.id, "new", becomes, self.failure):
            raise conversations.Outdated(f"message {self.message.id} was handled elsewhere")

    def _send(self, tx: Connection, reply: Reply) -> None:
        agent_id = self.agent.id if self.agent and reply.sender == "agent" else None
        message_id = messages.add_outbound(tx, self.conversation, reply.sender, reply.text, reply.choices, agent_id)
        for address in addresses(reply.text):
            cause = links.cause(Kind.LINK_SHOWN, message_id, address)
            # Masked for good with patterns alone: this happens while the database waits.
            self._append(Kind.LINK_SHOWN, dict(cause=cause, message_id=message_id, detail=masking.mask(address)))


def load_work(database: Database, conversation_id: int, cause: str, **given: Any) -> Work:
    """The conversation as it is now.

    Raises:
        sqlalchemy.exc.NoResultFound: there is no such conversation.
    """
    with database.read() as tx:
        return _load(tx, database, conversation_id, cause=cause, **given)


def load_next(database: Database, conversation_id: int, **given: Any) -> Optional[Work]:
    """The conversation with its oldest message that nobody handled; None when there is none."""
    with database.read() as tx:
        message = messages.oldest_new(tx, conversation_id)
        if message is None:
            return None
        return _load(tx, database, conversation_id, cause=f"m{message.id}", message=message, **given)


def _load(tx: Connection, database: Database, conversation_id: int, **given: Any) -> Work:
    conversation = conversations.get(tx, conversation_id)
    return Work(
        database=database,
        conversation=conversation,
        read_version=conversation.version,
        dialogue=dialogues.load(tx, conversation_id),
        survey=surveys.find(tx, conversation_id, "csat"),
        handoff=handoffs.find_open(tx, conversation_id),
        **given,
    )


# The work of the turn that is being done in this context, for Rasa's actions, which are called without it.
current: ContextVar[Optional[Work]] = ContextVar("current_work", default=None)
