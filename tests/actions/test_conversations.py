"""Whole conversations with the trained model: what the customer reads, and what is recorded."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.base.content import Content
from bot.store.base.database import Database
from bot.store.chat import handoffs, surveys
from bot.store.schema import touchpoints
from bot.store.staff import agents
from tests.customer import Customer


def _recorded(customer: Customer) -> list[str]:
    query = sa.select(touchpoints.c.kind).where(touchpoints.c.conversation_id == customer.conversation_id)
    with customer.database.read() as tx:
        return list(tx.execute(query.order_by(touchpoints.c.id)).scalars())


def _titles(customer: Customer) -> list[str]:
    return [button.title for message in customer.last for button in message.buttons]


def _survey(customer: Customer) -> Any:
    with customer.database.read() as tx:
        return surveys.find(tx, customer.conversation_id, "csat")


def _agent_online(database: Database) -> None:
    with database.write() as tx:
        agents.add(tx, "Mina", "no password")
        agents.seen(tx, agents.every(tx)[0].id)


def test_a_question_is_answered_confirmed_rated_and_commented(customer: Customer) -> None:
    answer, helpful = customer.says("how long does standard delivery take?")
    assert "3 to 5 working days" in answer.text
    assert [b.title for b in helpful.buttons] == ["Yes", "No"]
    assert "from 1" in customer.presses("Yes")[-1].text
    customer.presses("4")
    assert (_survey(customer).rating, _survey(customer).resolver) == (4, "bot")
    customer.says("where is my order")  # reads like a question, but is the comment
    assert _survey(customer).comment == "where is my order"
    expected = ["question_asked", "answer_given", "helpful", "survey_asked", "survey_answered", "survey_commented"]
    assert [kind for kind in _recorded(customer) if kind in expected] == expected


@pytest.mark.parametrize("text", ["5", "five stars", "5/5", "★★★★★", "i'd give it a 5", "5점"])
def test_a_rating_is_understood_as_text(customer: Customer, text: str) -> None:
    customer.says("how do i get a refund")
    customer.says("yes")
    customer.says(text)
    assert _survey(customer).rating == 5


def test_a_judgement_without_a_number_is_asked_for_one(customer: Customer) -> None:
    customer.says("how do i get a refund")
    customer.presses("Yes")
    customer.says("terrible")
    assert _titles(customer) == ["1", "2", "3", "4", "5"]
    assert _survey(customer).rating is None
    customer.says("1")
    assert _survey(customer).rating == 1
    assert "Talk to a person" in _titles(customer)


def test_a_rating_can_be_changed_but_is_one(customer: Customer) -> None:
    customer.says("how do i get a refund")
    customer.presses("Yes")
    customer.presses("2")
    customer.presses("5")
    assert _survey(customer).rating == 5
    assert _recorded(customer).count("survey_asked") == 1


def test_the_survey_is_asked_once_in_a_conversation(customer: Customer) -> None:
    customer.says("how do i get a refund")
    customer.presses("Yes")
    customer.presses("5")
    customer.presses("No comment")
    customer.says("do you ship abroad?")
    assert "1" not in [b.title for m in customer.presses("Yes") for b in m.buttons]


@pytest.mark.parametrize("ending", ["thanks a lot", "goodbye"])
def test_thanks_and_goodbye_after_an_answer_bring_the_survey(customer: Customer, ending: str) -> None:
    customer.says("how do i get a refund")
    customer.says(ending)
    assert _titles(customer)[-5:] == ["1", "2", "3", "4", "5"]


def test_thanks_without_an_answer_brings_no_survey(customer: Customer) -> None:
    customer.says("thanks")
    assert _titles(customer) == []


def test_the_first_miss_offers_topics_first_the_second_a_human_first(customer: Customer) -> None:
    customer.says("blorp fnord qux")
    assert _titles(customer)[-1] == "Talk to a person"
    assert len(_titles(customer)) == 4
    customer.says("wibble flarn zog")
    assert _titles(customer)[0] == "Talk to a person"
    assert _recorded(customer).count("fallback") == 2


def test_an_answer_ends_the_row_of_misses(customer: Customer) -> None:
    customer.says("blorp fnord qux")
    customer.says("how long does delivery take")
    customer.says("wibble flarn zog")
    assert _titles(customer)[-1] == "Talk to a person"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (["i want to talk to a human"], "requested"),
        (["how do i get a refund", "no", "yes"], "not_helpful"),
        (["blorp fnord qux", "wibble flarn zog", "yes please"], "misses"),
    ],
)
def test_ways_to_a_human(customer: Customer, path: list[str], reason: str) -> None:
    for text in path:
        customer.says(text)
    with customer.database.read() as tx:
        handoff = handoffs.find_open(tx, customer.conversation_id)
    assert handoff is not None
    assert (handoff.state, handoff.reason) == ("waiting", reason)


def test_a_low_rating_offers_a_human_and_says_why(customer: Customer) -> None:
    customer.says("how do i get a refund")
    customer.presses("Yes")
    customer.presses("1")
    customer.presses("Talk to a person")
    with customer.database.read() as tx:
        handoff = handoffs.find_open(tx, customer.conversation_id)
    assert handoff is not None
    assert handoff.reason == "low_rating"


def test_the_queue_has_places(database: Database, content: Content, dialogue: Any) -> None:
    _agent_online(database)
    first, second = (Customer(database, content, dialogue) for _ in range(2))
    assert "number 1" in first.says("a human please")[-1].text
    assert "number 2" in second.says("a human please")[-1].text
    first.presses("Stop waiting")
    assert "number 1" in second.presses("My place in the queue")[-1].text


def test_nobody_online_takes_an_address_and_a_note(customer: Customer) -> None:
    assert "online" in customer.says("let me talk to a person")[-1].text
    customer.presses("Leave my e-mail")
    assert "name@example.com" in customer.says("my-address@nowhere")[-1].text
    customer.says("it is ann@example.org, thanks")
    assert "ann@example.org" in customer.says("my lamp flickers <b>badly</b>")[-1].text
    with customer.database.read() as tx:
        handoff = handoffs.find_open(tx, customer.conversation_id)
    assert handoff is not None
    assert (handoff.email, handoff.note) == ("ann@example.org", "my lamp flickers <b>badly</b>")


def test_while_waiting_the_bot_answers_but_does_not_nag(customer: Customer) -> None:
    customer.says("human please")
    answers = customer.says("how long does delivery take?")
    assert len(answers) == 1
    assert "number 1" in customer.says("blorp fnord qux")[-1].text


def test_korean_customers_read_korean(database: Database, content: Content, dialogue: Any) -> None:
    customer = Customer(database, content, dialogue, language="ko")
    assert "영업일" in customer.says("배송 얼마나 걸려요?")[0].text
    assert [b.title for b in customer.last[-1].buttons] == ["네", "아니요"]


def test_the_language_can_be_switched(customer: Customer) -> None:
    customer.says("can we switch the language")
    customer.presses("한국어")
    assert "영업일" in customer.says("how long does delivery take?")[0].text


def test_a_language_that_is_named_is_spoken_at_once(customer: Customer) -> None:
    assert "한국어" in customer.says("please speak korean")[-1].text
    assert "English" in customer.says("in english please")[-1].text


def test_a_new_session_on_telegram_is_greeted(database: Database, content: Content, dialogue: Any) -> None:
    customer = Customer(database, content, dialogue, channel="telegram")
    assert "Fernwood Home" in customer.says("/start")[0].text
