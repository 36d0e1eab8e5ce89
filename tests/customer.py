"""A customer for tests: says things, presses buttons, and reads what comes back."""

import itertools
import threading
from functools import lru_cache
from typing import Optional

from bot.base.content import Content
from bot.nlu.reading.reader import MessageReader
from bot.services.inbox import Inbox, Incoming
from bot.store.base.database import Database
from bot.store.base.records import Message
from bot.store.chat import messages
from bot.turn.turn import Responder, Turns

_numbers = itertools.count()


@lru_cache(maxsize=1)
def reader() -> MessageReader:
    """Reads messages in all tests; it takes a second to load and keeps nothing."""
    return MessageReader()


class Customer:
    """Each of `says` and `presses` is a whole turn; it gives the replies."""

    def __init__(
        self, database: Database, content: Content, responder: Responder, channel: str = "web", language: str = "en"
    ) -> None:
        self.database = database
        self.inbox = Inbox(database)
        self.turns = Turns(database, content, responder, reader())
        self.identity = self.inbox.identity(channel, f"customer-{next(_numbers)}", language)
        self.conversation_id = 0
        self.last: list[Message] = []

    def says(self, text: str) -> list[Message]:
        return self._turn(Incoming(f"{self.identity.id}:{next(_numbers)}", text))

    def presses(self, title: str) -> list[Message]:
        """Press the newest button of that title."""
        return self.presses_token(self.token(title))

    def presses_token(self, token: str) -> list[Message]:
        return self._turn(Incoming(f"{self.identity.id}:{next(_numbers)}", token=token))

    def token(self, title: str) -> str:
        tokens = [b.token for message in self.history() for b in message.buttons if b.title == title]
        assert tokens, f"no button {title!r} in {[b.title for m in self.history() for b in m.buttons]}"
        return tokens[-1]

    def history(self) -> list[Message]:
        with self.database.read() as tx:
            return messages.in_chat(tx, self.identity.id)

    def sends(self, text: str, external_id: Optional[str] = None) -> Message:
        """Only store the message, without a turn."""
        taken, _ = self.inbox.take(self.identity, Incoming(external_id or f"{self.identity.id}:{next(_numbers)}", text))
        self.conversation_id = taken.conversation_id
        return taken

    def _turn(self, incoming: Incoming) -> list[Message]:
        taken, _ = self.inbox.take(self.identity, incoming)
        self.conversation_id = taken.conversation_id
        while self.turns.take_one(taken.conversation_id, threading.Event()):
            pass
        self.last = [m for m in self.history() if m.id > taken.id]
        return self.last
