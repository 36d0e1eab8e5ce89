"""What a chat contains for its customer, and noting what has reached them."""

from typing import Iterable, Optional, Sequence

from bot.base import signals
from bot.channels.web.receipts import Receipts
from bot.store.base.announcements import announce
from bot.store.base.database import Database
from bot.store.base.records import Message
from bot.store.chat import messages
from bot.store.turns import outbox

# So many messages are shown at once.
PAGE = 200


class History:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._receipts = Receipts(self.delivered)

    def after(self, identity_id: int, last: int) -> list[Message]:
        """A page of messages of the chat that follow message `last`, oldest first."""
        with self._database.read() as tx:
            return messages.in_chat(tx, identity_id, last, PAGE)

    def delivered(self, shown: Iterable[Message]) -> None:
        """Mark the replies among them as sent, and tell the consoles that show them."""
        pending = [message for message in shown if message.state == "pending"]
        if pending:
            with self._database.write() as tx:
                outbox.mark_sent(tx, [message.id for message in pending])
                announce(tx, *{signals.conversation(message.conversation_id) for message in pending})

    def pushed(self, shown: Sequence[Message]) -> None:
        """Do the same soon, together with what else is pushed until then; returns at once."""
        self._receipts.add([message for message in shown if message.state == "pending"])

    def waiting(self, identity_id: int, last: int) -> set[int]:
        """The messages that wait for the bot in the episode that message `last` of the chat belongs to."""
        with self._database.read() as tx:
            newest = messages.in_chat(tx, identity_id, last - 1, limit=1)
            return messages.new_in(tx, newest[0].conversation_id) if newest else set()


def external_id(identity_id: int, client_id: str) -> str:
    """Unique on the channel, where a client's own number is only unique in its chat."""
    return f"{identity_id}:{client_id}"


def client_id(message: Message) -> Optional[str]:
    """The number the customer's own side gave the message."""
    return message.external_id.partition(":")[2] if message.external_id else None
