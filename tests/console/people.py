"""Customers who write, and agents with a browser, over a real database."""

from dataclasses import dataclass
from typing import Any, Callable
from uuid import uuid4

import sqlalchemy as sa

from bot.base.content import Content
from bot.base.signals import Signals
from bot.services import answers, handoffs
from bot.services.inbox import Inbox, Incoming
from bot.store.base.records import Identity, Message
from bot.store.chat import conversations, messages
from bot.store.schema import touchpoints
from bot.store.turns.work import Work, load_next, load_work
from tests.staff.people import Browser, Staff


@dataclass
class Desk(Staff):
    """What a test needs to play customers and agents."""

    content: Content
    signals: Signals
    customers: int = 0

    def customer(self, text: str = "I need help", name: str = "Kim") -> int:
        """A new customer who wrote one message; the number of the conversation."""
        self.customers += 1
        inbox = Inbox(self.database)
        identity = inbox.identity("web", f"browser-{self.customers}", "en", name)
        message, _ = inbox.take(identity, Incoming(f"{self.customers}-1", text))
        return message.conversation_id

    def waiting(self, text: str = "I need help", name: str = "Kim") -> int:
        """A new customer who wrote one message and waits for a human."""
        conversation_id = self.customer(text, name)
        self.turn(conversation_id, lambda work: handoffs.request(work, "requested"))
        return conversation_id

    def ask_for_a_human(self, conversation_id: int) -> None:
        self.writes(conversation_id, "A person, please")
        self.turn(conversation_id, lambda work: handoffs.request(work, "requested"))

    def writes(self, conversation_id: int, text: str) -> None:
        incoming = Incoming(str(uuid4()), text)
        Inbox(self.database).take(self.identity(conversation_id), incoming)

    def presses(self, conversation_id: int, token: str) -> None:
        incoming = Incoming(str(uuid4()), token=token)
        Inbox(self.database).take(self.identity(conversation_id), incoming)

    def leaves_contact(self, conversation_id: int, **contact: str) -> None:
        work = load_work(self.database, conversation_id, f"contact:{conversation_id}")
        handoffs.leave_contact(work, **contact)
        work.commit()

    def identity(self, conversation_id: int) -> Identity:
        with self.database.read() as tx:
            return conversations.get_identity(tx, conversations.get(tx, conversation_id).identity_id)

    def turn(self, conversation_id: int, decide: Callable[[Work], object]) -> None:
        work = load_next(self.database, conversation_id)
        assert work is not None
        decide(work)
        work.commit()

    def answer(self, conversation_id: int) -> None:
        """The bot answers the customer's oldest message."""
        topic = next(iter(self.content.topics))
        self.turn(conversation_id, lambda work: answers.answered(work, self.content, topic, 0.9))

    def accepted(self, browser: Browser) -> int:
        """A new customer who is with the agent of that browser."""
        conversation_id = self.waiting()
        assert browser.on(conversation_id, "accept").status_code == 303
        return conversation_id

    def owner(self, conversation_id: int) -> str:
        with self.database.read() as tx:
            return conversations.get(tx, conversation_id).owner

    def facts(self, kind: str) -> list[Any]:
        """The touchpoints of one kind."""
        with self.database.read() as tx:
            query = sa.select(touchpoints).where(touchpoints.c.kind == kind)
            return list(tx.execute(query).mappings())

    def sent_by(self, conversation_id: int, sender: str) -> list[str]:
        return [m.text for m in self.transcript(conversation_id) if m.sender == sender]

    def transcript(self, conversation_id: int) -> list[Message]:
        with self.database.read() as tx:
            return messages.in_conversation(tx, conversation_id)
