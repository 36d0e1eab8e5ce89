"""The queue page: who waits, who is being helped, and messages that the bot failed on."""

from dataclasses import dataclass
from typing import Annotated, Any, Mapping

from fastapi import Path, Request, Response

from bot.base import signals
from bot.console.pages import page
from bot.staff.auth import SignedIn
from bot.staff.destinations import go_to
from bot.store.base.announcements import announce
from bot.store.base.database import Database
from bot.store.base.records import Agent, Message
from bot.store.chat import handoffs, history, messages
from bot.store.chat.handoffs import QueueEntry

# The largest number that both databases take.
RowId = Annotated[int, Path(ge=1, lt=2**63)]


@dataclass(frozen=True)
class Queue:
    """Open handoffs as one agent sees them. `last_words` is by conversation."""

    waiting: list[QueueEntry]
    mine: list[QueueEntry]
    others: list[QueueEntry]
    last_words: Mapping[int, Message]


def load_queue(database: Database, agent: Agent) -> Queue:
    with database.read() as tx:
        entries = handoffs.queue(tx)
        last_words = history.last_words(tx, [entry.conversation_id for entry in entries])
    waiting = [e for e in entries if e.state == "waiting"]
    accepted = [e for e in entries if e.state == "accepted"]
    mine = [e for e in accepted if e.agent_id == agent.id]
    return Queue(waiting, mine, [e for e in accepted if e.agent_id != agent.id], last_words)


class QueuePages:
    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, request: Request, session: SignedIn) -> Response:
        queue = load_queue(self._database, session.agent)
        return page(request, "queue.html", queue=queue, set_aside=self._set_aside(), conversation=None)

    def _set_aside(self) -> list[Mapping[str, Any]]:
        with self._database.read() as tx:
            return messages.set_aside(tx)

    def retry(self, request: Request, message_id: RowId) -> Response:
        """Let the bot try a message that was set aside once more."""
        with self._database.write() as tx:
            history.try_again(tx, message_id)
            announce(tx, signals.INBOX, signals.QUEUE)
        return go_to(request, "/console")

    def dismiss(self, request: Request, message_id: RowId) -> Response:
        """Nothing more is to be done about a message that was set aside."""
        with self._database.write() as tx:
            messages.finish(tx, message_id, "set_aside", "handled")
            announce(tx, signals.QUEUE)
        return go_to(request, "/console")
