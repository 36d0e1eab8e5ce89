"""Server-sent events, from a real server, over a real connection."""

import threading
from contextlib import contextmanager
from typing import Iterator

import httpx
import pytest
import sqlalchemy as sa

from bot.base.clock import now
from bot.console import live
from bot.staff.rights import Role
from bot.store.schema import presences
from bot.store.staff import agents
from tests.console.people import Desk
from tests.serving import served

SECONDS = 20


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    """The console as a running server."""
    with served(desk.app) as url:
        yield url


@contextmanager
def stream(address: str, cookies, conversation: int = 0) -> Iterator[Iterator[str]]:
    """The names of the events as they arrive."""
    with (
        httpx.Client(base_url=address, cookies=dict(cookies), timeout=SECONDS) as client,
        client.stream("GET", "/console/events", params={"conversation": conversation}) as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        yield (line.removeprefix("event: ") for line in response.iter_lines() if line.startswith("event: "))


@pytest.fixture
def no_ticks(monkeypatch) -> None:
    """Only signals wake the stream, so that what arrives was caused by one."""
    monkeypatch.setattr(live, "TICK", 3600.0)
    monkeypatch.setattr(live, "LOOK_EVERY", 3600.0)


def first(events: Iterator[str], count: int) -> list[str]:
    return [next(events) for _ in range(count)]


def test_a_page_hears_of_its_conversation_and_of_the_queue(desk: Desk, address: str, no_ticks):
    cookies = desk.signed_in("Ada").client.cookies
    mine, other = desk.customer(), desk.customer()
    with stream(address, cookies, mine) as events:
        assert first(events, 2) == ["queue", "conversation"]
        desk.turn(other, lambda work: work.reply("Not for this page"))
        desk.turn(mine, lambda work: work.reply("Hello"))
        assert first(events, 1) == ["conversation"]
        desk.waiting()
        assert first(events, 1) == ["queue"]


def test_changes_that_nobody_announced_are_noticed(desk: Desk, address: str, monkeypatch):
    monkeypatch.setattr(live, "TICK", 0.05)
    monkeypatch.setattr(live, "LOOK_EVERY", 0.05)
    with stream(address, desk.signed_in("Ada").client.cookies, 1) as events:
        assert first(events, 6) == ["queue", "conversation"] * 3


def test_an_open_page_shows_the_agent_as_present(desk: Desk, address: str, no_ticks):
    browser = desk.signed_in("Ada")
    before = now()
    with stream(address, browser.client.cookies) as events:
        first(events, 1)
        with desk.database.read() as tx:
            assert agents.online_since(tx, before) == 1
            assert tx.execute(sa.select(presences.c.agent_id)).scalars().all() == [1]


def test_the_stream_ends_with_the_log_in(desk: Desk, address: str, no_ticks):
    browser = desk.signed_in("Ada")
    cookies = dict(browser.client.cookies)
    with stream(address, cookies) as events:
        first(events, 2)
        browser.send("/logout")
        # One last event makes the page look, which sends it to the log-in; then the stream is over.
        assert list(events) == ["queue"]


def test_the_stream_ends_when_the_agent_is_disabled(desk: Desk, address: str, monkeypatch):
    monkeypatch.setattr(live, "TICK", 0.05)
    with stream(address, desk.signed_in("Ada").client.cookies) as events:
        first(events, 2)
        desk.disable("Ada")
        assert list(events)[-1] == "queue"


def test_the_stream_ends_when_the_agent_loses_the_right(desk: Desk, address: str, monkeypatch):
    monkeypatch.setattr(live, "TICK", 0.05)
    with stream(address, desk.signed_in("Ada").client.cookies) as events:
        first(events, 2)
        desk.becomes("Ada", Role.ANALYST)
        assert list(events)[-1] == "queue"


def test_a_page_that_was_left_is_forgotten(desk: Desk, address: str, no_ticks):
    with stream(address, desk.signed_in("Ada").client.cookies) as events:
        first(events, 2)
        assert desk.signals._listeners
    done = threading.Event()
    for _ in range(SECONDS * 100):
        if not desk.signals._listeners:
            break
        done.wait(0.01)
    assert not desk.signals._listeners
