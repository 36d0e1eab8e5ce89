"""Taking a conversation, ending it, and keeping out of those of others."""

import threading
from uuid import uuid4

from bot.store.chat import surveys
from bot.store.turns import loading
from tests.console.people import Desk


def test_accepting_tells_the_customer_who_is_there(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.waiting()
    response = browser.on(conversation_id, "accept")
    assert response.headers["location"] == f"/console/conversations/{conversation_id}"
    assert desk.owner(conversation_id) == "human"
    assert len(desk.sent_by(conversation_id, "system")) == 1
    assert "Ada" in desk.sent_by(conversation_id, "system")[0]


def test_of_agents_who_accept_at_once_exactly_one_gets_it(desk: Desk):
    browsers = [desk.signed_in(f"agent {number}") for number in range(6)]
    conversation_id = desk.waiting()
    tokens = [browser.csrf for browser in browsers]
    ready, statuses = threading.Barrier(len(browsers)), []

    def accept(browser, csrf):
        ready.wait()
        response = browser.client.post(f"/console/conversations/{conversation_id}/accept", data={"csrf": csrf})
        statuses.append((response.status_code, "Somebody else has taken" in response.text))

    threads = [threading.Thread(target=accept, args=pair) for pair in zip(browsers, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [(303, False)] + [(409, True)] * 5
    assert len(desk.facts("handoff_accepted")) == 1
    assert len(desk.sent_by(conversation_id, "system")) == 1


def test_a_double_click_on_accept_accepts_once(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    assert browser.on(conversation_id, "accept").status_code == 303
    assert len(desk.sent_by(conversation_id, "system")) == 1


def test_htmx_shows_a_refusal_without_leaving_the_page(desk: Desk):
    ada, bob = desk.signed_in("Ada"), desk.signed_in("Bob")
    conversation_id = desk.accepted(ada)
    headers = {"HX-Request": "true", "X-CSRF-Token": bob.csrf}
    response = bob.client.post(f"/console/conversations/{conversation_id}/accept", headers=headers)
    assert (response.status_code, response.headers["hx-retarget"]) == (409, "#notice")
    assert response.text.startswith("Somebody else has taken this conversation")


def test_agents_do_nothing_in_conversations_of_others(desk: Desk):
    ada, bob = desk.signed_in("Ada"), desk.signed_in("Bob")
    conversation_id = desk.accepted(ada)
    before = desk.transcript(conversation_id)
    assert bob.on(conversation_id, "reply", text="It is me", client_id=str(uuid4())).status_code == 409
    assert bob.on(conversation_id, "resolve").status_code == 409
    assert bob.on(conversation_id, "give_back").status_code == 409
    assert (desk.transcript(conversation_id), desk.owner(conversation_id)) == (before, "human")
    page = bob.page(f"/console/conversations/{conversation_id}")
    assert "Only Ada can reply now." in page
    assert "<textarea" not in page


def test_nobody_writes_in_a_conversation_that_the_bot_has(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.customer()
    for action in ("accept", "resolve", "give_back"):
        assert browser.on(conversation_id, action).status_code == 409
    assert browser.on(conversation_id, "reply", text="Hello", client_id=str(uuid4())).status_code == 409


def test_resolving_asks_for_the_rating_once(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    assert [browser.on(conversation_id, "resolve").status_code for _ in range(2)] == [303, 303]
    question = desk.transcript(conversation_id)[-1]
    assert (question.sender, len(question.buttons), desk.owner(conversation_id)) == ("system", 5, "bot")
    with desk.database.read() as tx:
        survey = surveys.find(tx, conversation_id, "csat")
        assert survey is not None
        assert survey.resolver == "human"
        assert loading.one(tx, conversation_id).dialogue.slots["awaiting"] == "rating"
    assert len(desk.facts("survey_asked")) == len(desk.facts("handoff_resolved")) == 1


def test_the_bot_and_the_human_share_the_rating_when_both_helped(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.customer()
    desk.answer(conversation_id)
    desk.ask_for_a_human(conversation_id)
    browser.on(conversation_id, "accept")
    browser.on(conversation_id, "resolve")
    with desk.database.read() as tx:
        survey = surveys.find(tx, conversation_id, "csat")
    assert survey is not None
    assert survey.resolver == "both"


def test_a_customer_who_was_asked_before_gets_a_goodbye(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    browser.on(conversation_id, "resolve")
    desk.ask_for_a_human(conversation_id)
    browser.on(conversation_id, "accept")
    browser.on(conversation_id, "resolve")
    goodbye = desk.transcript(conversation_id)[-1]
    assert (goodbye.sender, goodbye.buttons) == ("system", ())
    assert len(desk.facts("survey_asked")) == 1
    assert len(desk.facts("handoff_resolved")) == 2


def test_giving_back_lets_the_bot_talk_again(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.accepted(browser)
    assert browser.on(conversation_id, "give_back").headers["location"] == "/console"
    assert desk.owner(conversation_id) == "bot"
    assert [fact["detail"] for fact in desk.facts("handoff_resolved")] == ["returned"]
    assert desk.facts("survey_asked") == []
    assert browser.on(conversation_id, "reply", text="One more", client_id=str(uuid4())).status_code == 409
