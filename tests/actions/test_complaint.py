"""A complaint: seven questions about the root cause, each of which may be skipped, kept as a record."""

from typing import Any, Mapping, Optional

import sqlalchemy as sa

from bot.services.complaints import QUESTIONS
from bot.store.chat import handoffs
from bot.store.schema import touchpoints
from bot.store.shop import complaints
from tests.customer import Customer


def _kept(customer: Customer) -> Optional[Mapping[str, Any]]:
    with customer.database.read() as tx:
        return complaints.latest(tx, customer.conversation_id)


def _titles(customer: Customer) -> list[str]:
    return [button.title for message in customer.last for button in message.buttons]


def test_all_seven_answers_are_kept_and_a_person_is_offered(customer: Customer) -> None:
    customer.says("i want to make a complaint")
    assert "Talk to a person" in _titles(customer)
    for question in QUESTIONS:
        customer.says(f"my answer <b>{question}</b>")
    kept = _kept(customer)
    assert kept is not None
    assert {q: kept[q] for q in QUESTIONS} == {q: f"my answer <b>{q}</b>" for q in QUESTIONS}
    assert kept["completed_at"] >= kept["filed_at"]
    assert "Talk to a person" in _titles(customer)
    customer.says("yes please")
    with customer.database.read() as tx:
        assert handoffs.find_open(tx, customer.conversation_id) is not None
    query = sa.select(touchpoints.c.kind).where(touchpoints.c.kind == "complaint_filed")
    with customer.database.read() as tx:
        assert len(tx.execute(query).all()) == 1


def test_questions_can_be_skipped_by_button_and_by_words(customer: Customer) -> None:
    customer.says("i want to make a complaint")
    customer.says("the lamp was broken")
    customer.presses("Skip")
    customer.says("i don't know")
    customer.says("no")
    for _ in range(3):
        customer.presses("Skip")
    kept = _kept(customer)
    assert kept is not None
    told = {q: kept[q] for q in QUESTIONS if kept[q] is not None}
    assert told == {"what_happened": "the lamp was broken", "who_noticed": "no"}
    assert kept["completed_at"]


def test_with_every_question_skipped_nothing_is_kept(customer: Customer) -> None:
    customer.says("i want to make a complaint")
    for _ in QUESTIONS:
        customer.presses("Skip")
    assert _kept(customer) is None


def test_a_story_told_at_once_is_not_asked_for_again(customer: Customer) -> None:
    story = "i am very disappointed, the staff in the store was so rude to me and my mother yesterday"
    assert "When" in customer.says(story)[-1].text
    kept = _kept(customer)
    assert kept is not None
    assert kept["what_happened"] == story


def test_what_was_told_stays_when_a_person_takes_over(customer: Customer) -> None:
    customer.says("i want to make a complaint")
    customer.says("the driver threw the parcel over the fence")
    customer.says("i want to talk to a human")
    kept = _kept(customer)
    assert kept is not None
    assert (kept["what_happened"], kept["since_when"]) == ("the driver threw the parcel over the fence", None)


def test_a_complaint_can_be_withdrawn(customer: Customer) -> None:
    customer.says("i want to make a complaint")
    customer.says("the driver threw the parcel over the fence")
    customer.presses("Withdraw it")
    assert _kept(customer) is None


def test_a_question_in_the_middle_is_answered_and_no_answer(customer: Customer) -> None:
    customer.says("i want to make a complaint")
    replies = customer.says("how long do i have to return something?")
    assert "30" in replies[0].text
    assert "What happened" in replies[-1].text
    assert _kept(customer) is None
