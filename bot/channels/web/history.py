"""What a chat contains for its customer, and noting what has reached them."""

from dataclasses import dataclass
from typing import Iterable, Optional

from bot.base import signals
from bot.base.signals import Signals
from bot.store import messages, schema
from bot.store.database import Connection, Database
from bot.store.records import Message


@dataclass(frozen=True)
class Entry:
    """`client_id` is the number the customer's own side gave the message."""

    message: Message
    client_id: Optional[str]


class History:
    def __init__(self, database: Database, wake: Signals) -> None:
        self._database = database
        self._signals = wake

    def after(self, identity_id: int, last: int) -> list[Entry]:
        """Up to 200 messages of the chat that follow message `last`, oldest first."""
        with self._database.read() as tx:
            found = messages.in_chat(tx, identity_id, last)
            client_ids = _client_ids(tx, found)
        return [Entry(message, client_ids.get(message.id)) for message in found]

    def delivered(self, entries: Iterable[Entry]) -> None:
        """Mark the replies among them as sent, and tell the consoles that show them."""
        pending = [entry.message for entry in entries if entry.message.state == "pending"]
        if pending:
            with self._database.write() as tx:
                messages.mark_sent(tx, [message.id for message in pending])
            self._signals.publish(*{signals.conversation(message.conversation_id) for message in pending})

    def is_answering(self, identity_id: int, last: int) -> bool:
        """Does a message wait for the bot in the episode that message `last` of the chat belongs to?"""
        with self._database.read() as tx:
            newest = messages.in_chat(tx, identity_id, last - 1, limit=1)
            return bool(newest) and messages.oldest_new(tx, newest[0].conversation_id) is not None


def external_id(identity_id: int, client_id: str) -> str:
    """Unique on the channel, where a client's own number is only unique in its chat."""
    return f"{identity_id}:{client_id}"


def _client_ids(tx: Connection, found: list[Message]) -> dict[int, str]:
    # Message leaves the external id out.
    own = [message.id for message in found if message.sender == "customer"]
    if not own:
        return {}
    table = schema.messages.c
    rows = tx.execute(schema.messages.select().where(table.id.in_(own)).with_only_columns(table.id, table.external_id))
    return {row.id: row.external_id.partition(":")[2] for row in rows}
