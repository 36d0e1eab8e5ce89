"""The page of one conversation."""

from markupsafe import escape

from bot.services import answers
from tests.console.people import Desk

YES = [{"title": "Yes, please", "payload": "/affirm"}]


def test_unknown_conversations_are_not_found(desk: Desk):
    browser = desk.signed_in("Ada")
    assert browser.client.get("/console/conversations/999").status_code == 404
    assert browser.on(999, "accept").status_code == 409


def test_the_page_tells_what_happened_before_the_handoff(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.customer(text="Where is my parcel?")
    desk.turn(conversation_id, lambda work: answers.missed(work, None, 0.2, []) or work.reply("No idea", YES))
    desk.ask_for_a_human(conversation_id)
    page = browser.page(f"/console/conversations/{conversation_id}")
    for words in ("Where is my parcel?", "No idea", "Yes, please", "A person, please", "Asked for a person"):
        assert words in page
    asked = page.split("What was asked")[1]
    assert "No answer:" in asked
    assert "Where is my parcel?" in asked


def test_answered_questions_are_named_by_their_topic(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.customer()
    desk.answer(conversation_id)
    asked = browser.page(f"/console/conversations/{conversation_id}").split("What was asked")[1]
    title = desk.content.title(next(iter(desk.content.topics)), "en")
    assert f"Answered: </span>{escape(title)}" in asked


def test_the_button_that_was_chosen_is_marked(desk: Desk):
    browser = desk.signed_in("Ada")
    conversation_id = desk.customer()
    desk.turn(conversation_id, lambda work: work.reply("A human?", YES))
    token = desk.transcript(conversation_id)[-1].buttons[0].token
    assert "(chosen)" not in browser.page(f"/console/conversations/{conversation_id}")
    desk.presses(conversation_id, token)
    page = browser.page(f"/console/conversations/{conversation_id}")
    assert "(chosen)" in page
    assert token not in page
