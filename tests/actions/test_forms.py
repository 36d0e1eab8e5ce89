"""Forms can be left at any time, answer what is asked in between, come back, and never trap."""

from typing import Any

import pytest

from actions.form_steps import FORMS
from bot.base.content import Content, language
from bot.store.base.database import Database
from bot.store.chat import handoffs
from tests.customer import Customer

_NUMBER = "order number"


def _titles(customer: Customer) -> list[str]:
    return [button.title for message in customer.last for button in message.buttons]


@pytest.mark.parametrize("words", ["cancel", "Never mind!", "no", "forget it"])
def test_words_leave_a_form(customer: Customer, words: str) -> None:
    customer.says("where is my order?")
    assert "leave it there" in customer.says(words)[-1].text
    assert _NUMBER not in customer.says("how long does delivery take?")[-1].text


def test_korean_words_leave_a_form(database: Database, content: Content, dialogue: Any) -> None:
    customer = Customer(database, content, dialogue, language="ko")
    customer.says("제 주문 어디까지 왔나요?")
    assert "여기까지" in customer.says("됐어요")[-1].text


def test_a_button_leaves_a_form(customer: Customer) -> None:
    customer.says("where is my order?")
    assert "leave it there" in customer.presses("Never mind")[-1].text


@pytest.mark.parametrize(
    ("question", "answer"),
    [("how long does delivery take?", "working days"), ("are you a robot?", "bot"), ("thanks", "")],
)
def test_what_is_asked_in_between_is_answered_and_the_form_goes_on(
    customer: Customer, question: str, answer: str
) -> None:
    customer.says("where is my order?")
    replies = customer.says(question)
    assert answer in replies[0].text
    assert _NUMBER in replies[-1].text
    assert len(replies) == 2
    assert "e-mail" in customer.says("FH-204518")[-1].text


def test_after_two_unclear_answers_there_are_ways_out(customer: Customer) -> None:
    customer.says("where is my order?")
    assert "FH-204518" in customer.says("12")[-1].text
    customer.says("blorp fnord qux")
    assert _titles(customer) == ["Leave this", "Talk to a person"]
    assert "e-mail" in customer.says("FH-204518")[-1].text


def test_a_person_is_one_press_away_and_ends_the_form(customer: Customer) -> None:
    customer.says("where is my order?")
    customer.says("12")
    customer.says("13")
    customer.presses("Talk to a person")
    with customer.database.read() as tx:
        assert handoffs.find_open(tx, customer.conversation_id) is not None
    assert _NUMBER not in customer.says("how long does delivery take?")[-1].text


def test_another_form_takes_the_place_of_the_open_one(customer: Customer) -> None:
    customer.says("where is my order?")
    customer.says("please delete my chat data")
    assert "nothing was erased" in customer.says("no")[-1].text


def test_a_button_of_an_older_question_answers_no_other(customer: Customer) -> None:
    customer.says("please delete my chat data")
    stale = customer.token("Yes, erase it")
    customer.says("never mind")
    customer.says("how can i get the newsletter")
    customer.presses("Subscribe me")
    assert "May Fernwood Home" in customer.presses_token(stale)[-1].text
    assert customer.history()[0].text == "please delete my chat data"


@pytest.mark.parametrize("title", ["Never mind", "Skip"])
def test_buttons_of_a_form_that_is_over_do_nothing(customer: Customer, title: str) -> None:
    customer.says("i want to make a complaint" if title == "Skip" else "where is my order?")
    token = customer.token(title)
    customer.says("cancel")
    assert len(customer.presses_token(token)) == 1
    assert "working days" in customer.says("how long does delivery take?")[0].text


def test_the_last_messages_are_repeated_with_their_buttons(customer: Customer) -> None:
    said = customer.says("how do i get a refund")
    again = customer.says("say that again please")
    assert [m.text for m in again] == [m.text for m in said]
    assert [[b.title for b in m.buttons] for m in again] == [[b.title for b in m.buttons] for m in said]
    assert "from 1" in customer.says("yes")[-1].text


def test_the_open_question_is_repeated_once(customer: Customer) -> None:
    said = customer.says("where is my order?")
    assert [m.text for m in customer.says("repeat")] == [m.text for m in said]


def test_nothing_to_repeat(customer: Customer) -> None:
    assert "nothing to repeat" in customer.says("repeat that")[0].text


def test_the_menu_has_the_flows(customer: Customer) -> None:
    customer.says("what can you do?")
    assert {"Track my order", "Find a store", "Make a complaint", "Talk to a person"} <= set(_titles(customer))
    assert _NUMBER in customer.presses("Track my order")[-1].text


def test_a_required_address_and_a_note_that_may_be_skipped(customer: Customer) -> None:
    customer.says("let me talk to a person")
    customer.presses("Leave my e-mail")
    assert "name@example.com" in customer.says("skip")[-1].text
    customer.says("ann@example.org")
    assert "ann@example.org" in customer.says("skip")[-1].text
    with customer.database.read() as tx:
        handoff = handoffs.find_open(tx, customer.conversation_id)
    assert handoff is not None
    assert (handoff.email, handoff.note) == ("ann@example.org", None)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_every_question_is_written_in_every_language(content: Content, form: Any) -> None:
    asked = [f"utter_ask_{form.name}_{field.name}" for field in form.fields]
    # A story or a note takes any text.
    unclear = [f"utter_unclear_{field.kind}" for field in form.fields if field.kind not in ("story", "note")]
    for response in asked + unclear:
        assert {language(variation) for variation in content.responses[response]} == set(content.languages), response
