"""The runner: order within a conversation, several conversations at a time, deadlines, recovery."""

import threading
from typing import Iterator, Optional

import pytest

from bot.base.content import Content
from bot.services.inbox import Inbox, Incoming
from bot.store.base.database import Database
from bot.store.base.records import Identity
from bot.store.chat import messages
from bot.store.turns.work import Work
from bot.turn.runner import TurnRunner
from tests.customer import reader
from tests.waiting import until


class Slow:
    """Answers each message with itself; texts that begin with "stuck" wait until they are let go."""

    version = "tested"

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.inside: list[str] = []

    def respond(self, work: Work, payload: Optional[str] = None) -> None:
        assert work.message is not None
        self.inside.append(work.message.text)
        if work.message.text.startswith("stuck"):
            self.let_go.wait(30)
        work.reply(f"re: {work.message.text}")


class Office:
    def __init__(self, database: Database, content: Content, deadline_seconds: float = 10) -> None:
        self.database, self.bot = database, Slow()
        self.runner = TurnRunner(database, content, lambda: (self.bot, reader()), 4, deadline_seconds)
        self.inbox = Inbox(database, self.runner)

    def hears(self, identity: Identity, text: str, number: int) -> None:
        self.inbox.take(identity, Incoming(f"{identity.id}:{number}", text))

    def replies(self, identity: Identity) -> list[str]:
        with self.database.read() as tx:
            return [m.text for m in messages.in_chat(tx, identity.id) if m.sender == "bot"]


@pytest.fixture
def office(database: Database, content: Content) -> Iterator[Office]:
    made = Office(database, content)
    yield made
    made.bot.let_go.set()
    made.runner.stop()


def test_fifty_messages_at_once_are_fifty_turns_in_order(office: Office) -> None:
    identity = office.inbox.identity("web", "a", "en")
    office.runner.start()
    for number in range(50):
        office.hears(identity, f"{number}", number)
    until(lambda: len(office.replies(identity)) == 50)
    assert office.replies(identity) == [f"re: {n}" for n in range(50)]


def test_messages_stored_before_the_assistant_is_loaded_are_answered_then(office: Office) -> None:
    identity = office.inbox.identity("web", "a", "en")
    office.hears(identity, "early", 0)
    assert not office.runner.ready.is_set()
    office.runner.start()
    until(lambda: office.replies(identity) == ["re: early"])


def test_a_slow_conversation_does_not_hold_up_the_others(office: Office) -> None:
    slow, quick = (office.inbox.identity("web", name, "en") for name in ("slow", "quick"))
    office.runner.start()
    office.hears(slow, "stuck", 0)
    until(lambda: office.bot.inside)
    office.hears(quick, "hello", 0)
    until(lambda: office.replies(quick) == ["re: hello"])
    assert office.replies(slow) == []


def test_a_turn_that_hangs_is_given_up_and_never_commits(database: Database, content: Content) -> None:
    office = Office(database, content, deadline_seconds=0.3)
    identity = office.inbox.identity("web", "a", "en")
    office.hears(identity, "stuck for ever", 0)
    office.runner.start()
    # Three attempts, each given up at the deadline, then the apology; meanwhile nothing the bot said gets out.
    until(lambda: any("something went wrong" in text for text in office.replies(identity)))
    office.bot.let_go.set()
    office.hears(identity, "next", 1)
    until(lambda: "re: next" in office.replies(identity))
    assert "re: stuck for ever" not in office.replies(identity)
    office.runner.stop()


def test_a_responder_that_cannot_be_loaded_loses_nothing(database: Database, content: Content) -> None:
    office = Office(database, content)
    identity = office.inbox.identity("web", "a", "en")
    broken = TurnRunner(database, content, lambda: 1 / 0, 1, 10)
    broken.start()
    office.hears(identity, "hello", 0)
    broken.stop()
    assert not broken.ready.is_set()
    office.runner.start()
    until(lambda: office.replies(identity) == ["re: hello"])
    office.runner.stop()
