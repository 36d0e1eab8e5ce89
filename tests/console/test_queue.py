"""The queue page."""

import re
from datetime import timedelta

import pytest

from bot.base.clock import now
from bot.store.chat import handoffs as stored
from bot.store.chat import messages
from bot.store.turns.work import load_next
from tests.console.people import Desk


def names(page: str, section: str) -> list[str]:
    """The customers in one section of the queue, from top to bottom."""
    found = re.search(rf'<section id="{section}".*?</section>', page, re.S)
    return re.findall(r'class="name"[^>]*>([^<]+)</a>', found[0]) if found else []


def test_the_longest_waiting_is_on_top(desk: Desk):
    desk.waiting(name="First")
    second = desk.waiting(name="Second")
    with desk.database.write() as tx:
        handoff = stored.find_open(tx, second)
        assert handoff is not None
        stored.change(tx, handoff.id, requested_at=now() - timedelta(minutes=5))
    assert names(desk.signed_in("Ada").page(), "waiting") == ["Second", "First"]


def test_an_entry_says_why_and_how_to_reach_the_customer(desk: Desk):
    conversation_id = desk.waiting(name="Kim")
    desk.leaves_contact(conversation_id, email="kim@example.org", note="after six please")
    page = desk.signed_in("Ada").page()
    for fact in ("Asked for a person", "Web", "English", "kim@example.org", "after six please", "I need help"):
        assert fact in page


def test_mine_and_others_are_told_apart(desk: Desk):
    for_ada, for_bob = desk.waiting(name="Anna"), desk.waiting(name="Ben")
    ada, bob = desk.signed_in("Ada"), desk.signed_in("Bob")
    ada.on(for_ada, "accept")
    bob.on(for_bob, "accept")
    page = ada.page()
    assert (names(page, "waiting"), names(page, "mine"), names(page, "others")) == ([], ["Anna"], ["Ben"])
    assert "with Bob" in page


def test_the_title_counts_who_waits(desk: Desk):
    browser = desk.signed_in("Ada")
    assert "<title>Queue · Notouch</title>" in browser.page()
    desk.waiting()
    desk.waiting()
    assert "<title>(2) Queue · Notouch</title>" in browser.page()


def test_what_customers_typed_is_shown_and_not_run(desk: Desk):
    hostile = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{ 7 * 7 }}"""
    conversation_id = desk.waiting(text=hostile, name=hostile)
    desk.leaves_contact(conversation_id, email=hostile, note=hostile)
    browser = desk.signed_in("Ada")
    for path in ("/console", f"/console/conversations/{conversation_id}"):
        page = browser.page(path)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "{{ 7 * 7 }}" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.fixture
def failed(desk: Desk) -> int:
    """A message that the bot gave up on."""
    conversation_id = desk.customer(text="This one <b>breaks</b> the bot")
    message_id = desk.transcript(conversation_id)[0].id
    with desk.database.write() as tx:
        for _ in range(3):
            messages.postpone(tx, message_id, now(), "ZeroDivisionError")
        messages.finish(tx, message_id, "new", "set_aside", "ZeroDivisionError")
    return message_id


def test_a_failed_message_is_shown_with_its_error(desk: Desk, failed: int):
    page = desk.signed_in("Ada").page()
    assert "This one &lt;b&gt;breaks&lt;/b&gt; the bot" in page
    assert "ZeroDivisionError" in page


def test_trying_again_gives_it_to_the_bot_as_new(desk: Desk, failed: int):
    browser = desk.signed_in("Ada")
    assert browser.post(f"messages/{failed}/retry").status_code == 303
    with desk.database.read() as tx:
        assert messages.set_aside(tx) == []
    work = load_next(desk.database, 1)
    assert work is not None
    message = desk.transcript(1)[0]
    assert (message.state, message.attempts) == ("new", 0)


def test_dismissing_leaves_it_in_the_transcript(desk: Desk, failed: int):
    browser = desk.signed_in("Ada")
    assert browser.post(f"messages/{failed}/dismiss").status_code == 303
    assert "ZeroDivisionError" not in browser.page()
    assert [m.state for m in desk.transcript(1)] == ["handled"]


def test_only_messages_set_aside_can_be_tried_again(desk: Desk):
    desk.waiting()
    browser = desk.signed_in("Ada")
    message_id = desk.transcript(1)[0].id
    browser.post(f"messages/{message_id}/retry")
    assert desk.transcript(1)[0].state == "handled"
