"""The names of stores come from the table, and are read from it once in a while."""

import pytest

from bot.cli.imports import add_samples
from bot.nlu.entities import stores
from bot.nlu.entities.stores import StoreNames
from bot.services.inbox import Inbox, Incoming
from bot.store.base.database import Database
from bot.store.turns.work import Work, current, load_work


@pytest.fixture
def work(database: Database) -> Work:
    inbox = Inbox(database)
    message, _ = inbox.take(inbox.identity("web", "kim", "en"), Incoming("1", "hello"))
    return load_work(database, message.conversation_id, "test")


def test_every_name_leads_to_the_store(work: Work) -> None:
    add_samples(work.database)
    token = current.set(work)
    names = StoreNames()()
    current.reset(token)
    assert {names[name] for name in ("Riverside", "리버사이드점")} == {"Riverside"}


def test_outside_of_a_conversation_there_are_none() -> None:
    assert StoreNames()() == {}


def test_a_store_that_is_new_is_known_after_a_while(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    names = StoreNames()
    token = current.set(work)
    try:
        assert names() == {}
        add_samples(work.database)
        assert names() == {}
        monkeypatch.setattr(stores, "_GOOD_FOR_SECONDS", 0.0)
        assert "Northgate" in names()
    finally:
        current.reset(token)
