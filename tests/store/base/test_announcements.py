"""What is announced reaches listeners: once it is committed, in order, and on PostgreSQL in every process."""

import threading
from contextlib import suppress
from typing import Iterator

import pytest
import sqlalchemy as sa

from bot.base import signals
from bot.base.clock import now
from bot.base.signals import LOOK, Announcement
from bot.store.base.announcements import MAX_BYTES, announce, decode, encode
from bot.store.base.database import Database
from bot.store.base.listening import Listener
from bot.store.base.records import Button, Message
from tests.conftest import listening
from tests.waiting import until

CHAT = signals.chat(1)


def message(number: int, text: str = "안녕 <b>\x00\n") -> Message:
    return Message(number, 2, "web", "bot", text, "pending", now(), language="ko", buttons=(Button("t", "네"),))


class Ear:
    """Everything that is heard on a chat."""

    def __init__(self) -> None:
        self.heard: list[Announcement] = []

    def __call__(self, announcement: Announcement) -> None:
        self.heard.append(announcement)


@pytest.fixture
def ear(database: Database) -> Iterator[Ear]:
    listener = Ear()
    with database.signals.listen(listener, CHAT, signals.INBOX):
        yield listener


def test_what_is_written_arrives_as_it_was_written(database: Database, ear: Ear) -> None:
    with database.write() as tx:
        announce(tx, CHAT, signals.INBOX, written=[message(7), message(8)], handled=[6])
        announce(tx, signals.QUEUE, written=[])
    [told] = until(lambda: ear.heard)
    assert told == Announcement(told.subjects, (message_like(told, 7), message_like(told, 8)), (6,))
    assert told.subjects == (CHAT, signals.INBOX, signals.QUEUE)


def message_like(told: Announcement, number: int) -> Message:
    """The message with the moment at which the one announced was made."""
    written = {m.id: m for m in told.written}
    made = message(number)
    return Message(**{**vars(made), "created_at": written[number].created_at})


def test_what_is_rolled_back_is_never_told(database: Database, ear: Ear) -> None:
    with suppress(ZeroDivisionError), database.write() as tx:
        announce(tx, CHAT, written=[message(1)])
        raise ZeroDivisionError
    with database.write() as tx:
        announce(tx, CHAT, written=[message(2)])
    assert [m.id for m in until(lambda: ear.heard)[0].written] == [2]


def test_what_many_threads_announce_arrives_in_the_order_of_commits(database: Database, ear: Ear) -> None:
    """The number in the table grows with each commit, as message numbers in a chat that is locked."""
    with database.write() as tx:
        tx.execute(sa.text("CREATE TABLE IF NOT EXISTS counted (number INTEGER)"))
        tx.execute(sa.text("DELETE FROM counted"))
        tx.execute(sa.text("INSERT INTO counted VALUES (0)"))

    def work() -> None:
        for _ in range(25):
            with database.write() as tx:
                tx.execute(sa.text("UPDATE counted SET number = number + 1"))
                number = tx.execute(sa.text("SELECT number FROM counted")).scalar()
                announce(tx, CHAT, written=[message(number)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    until(lambda: len(ear.heard) == 100)
    assert [told.written[0].id for told in ear.heard] == list(range(1, 101))
    with database.write() as tx:
        tx.execute(sa.text("DROP TABLE counted"))


def test_what_is_too_long_to_be_told_is_looked_up(database: Database, ear: Ear) -> None:
    with database.write() as tx:
        announce(tx, CHAT, written=[message(1, "안" * MAX_BYTES)], handled=[6])
    [told] = until(lambda: ear.heard)
    assert told.handled == (6,)
    assert told.complete == (not database.shared)


def test_messages_of_two_chats_are_never_told_together(database: Database, ear: Ear) -> None:
    """Whoever listens to one of them must not be shown the other's."""
    with database.write() as tx:
        announce(tx, CHAT, written=[message(1)])
        announce(tx, signals.chat(2), written=[message(2)])
    [told] = until(lambda: ear.heard)
    assert (told.written, told.complete) == ((), False)


def test_reading_announces_nothing(database: Database) -> None:
    with database.read() as tx, pytest.raises(LookupError):
        announce(tx, CHAT)


def test_other_processes_hear_it(postgres_url: str) -> None:
    here, there = Database(postgres_url), Database(postgres_url)
    ear = Ear()
    with listening(there), there.signals.listen(ear, CHAT):
        with here.write() as tx:
            announce(tx, CHAT, written=[message(1)])
        assert until(lambda: ear.heard)[0].written[0].id == 1
    here.dispose()
    there.dispose()


def test_a_connection_that_breaks_is_made_anew_and_everybody_looks(postgres_url: str) -> None:
    database, ear = Database(postgres_url), Ear()
    with listening(database), database.signals.listen(ear, CHAT):
        with database.write() as tx:
            killed = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            assert tx.execute(sa.text(killed)).rowcount == 1
        until(lambda: LOOK in ear.heard)
        with database.write() as tx:
            announce(tx, CHAT, written=[message(1)])
        assert until(lambda: ear.heard[-1].written)[0].id == 1
    database.dispose()


def test_a_server_that_is_away_ends_no_listening() -> None:
    listener = Listener(Database("postgresql://nobody@127.0.0.1:1/nothing"))
    listener.start()
    assert not listener.hears.wait(0.3)
    listener.stop()


def test_what_a_later_version_added_is_passed_over() -> None:
    told = Announcement((CHAT,), (message(1),))
    payload = encode(told).replace('"id":1', '"id":1,"mood":"fine"')
    assert decode(payload) == told
