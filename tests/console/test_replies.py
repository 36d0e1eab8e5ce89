"""Writing to the customer: once, whatever is repeated, and nothing lost."""

import re
import threading
from uuid import uuid4

from bot.console.desk import TRIES
from bot.store.turns import outbox
from bot.store.turns.work import load_work
from tests.console.people import Desk


def test_a_reply_goes_into_the_outbox(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    browser.on(conversation_id, "reply", text="Hello\r\nKim\x00", client_id=str(uuid4()))
    message = desk.transcript(conversation_id)[-1]
    assert (message.sender, message.text, message.state) == ("agent", "Hello\nKim", "pending")
    assert "Sending…" in browser.page(f"/console/conversations/{conversation_id}")
    with desk.database.write() as tx:
        outbox.mark_sent(tx, [m.id for m in desk.transcript(conversation_id)])
    assert "Sending…" not in browser.page(f"/console/conversations/{conversation_id}")


def test_a_reply_sent_twice_is_stored_once(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    form = dict(text="Hello Kim", client_id=str(uuid4()))
    assert [browser.on(conversation_id, "reply", **form).status_code for _ in range(2)] == [303, 303]
    assert desk.sent_by(conversation_id, "agent") == ["Hello Kim"]
    assert len(desk.facts("human_replied")) == 1


def test_a_reply_sent_often_at_once_is_stored_once(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    form = dict(text="Hello Kim", client_id=str(uuid4()), csrf=browser.csrf)
    path = f"/console/conversations/{conversation_id}/reply"
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(browser.client.post(path, data=form).status_code))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 5
    assert desk.sent_by(conversation_id, "agent") == ["Hello Kim"]


def test_a_text_that_was_changed_before_it_was_sent_again_is_not_lost(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    client_id = str(uuid4())
    for text in ("Hello", "Hello Kim"):
        browser.on(conversation_id, "reply", text=text, client_id=client_id)
    assert desk.sent_by(conversation_id, "agent") == ["Hello", "Hello Kim"]


def interrupt(desk: Desk, monkeypatch, times: int) -> None:
    """Change the conversation between an agent's look and commit, so often."""
    left = [times]

    def load_then_interrupt(database, conversation_id, *args, **given):
        work = load_work(database, conversation_id, *args, **given)
        if left[0]:
            left[0] -= 1
            load_work(database, conversation_id, "test:meanwhile").commit()
        return work

    monkeypatch.setattr("bot.console.desk.load_work", load_then_interrupt)


def test_a_reply_goes_through_while_the_customer_writes(desk: Desk, monkeypatch):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    interrupt(desk, monkeypatch, times=2)
    assert browser.on(conversation_id, "reply", text="Hello", client_id=str(uuid4())).status_code == 303
    assert desk.sent_by(conversation_id, "agent") == ["Hello"]


def test_a_reply_that_never_gets_through_is_refused_plainly(desk: Desk, monkeypatch):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    interrupt(desk, monkeypatch, times=TRIES)
    response = browser.on(conversation_id, "reply", text="Hello", client_id=str(uuid4()))
    assert response.status_code == 409
    assert "The conversation keeps changing." in response.text
    assert desk.sent_by(conversation_id, "agent") == []


def test_htmx_gets_the_next_id_instead_of_a_page(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    response = browser.client.post(
        f"/console/conversations/{conversation_id}/reply",
        data=dict(text="Hello", client_id=str(uuid4())),
        headers={"HX-Request": "true", "X-CSRF-Token": browser.csrf},
    )
    assert response.status_code == 204
    assert re.search(r'"next": "[0-9a-f-]{36}"', response.headers["hx-trigger"])


def test_nothing_is_sent_for_an_empty_reply(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    assert browser.on(conversation_id, "reply", text=" \n\x00", client_id=str(uuid4())).status_code == 409
    assert desk.sent_by(conversation_id, "agent") == []
