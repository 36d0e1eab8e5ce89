"""Tracking an order: who can name and prove it learns about it, and nobody else learns anything."""

from typing import Any

import pytest

from bot.base.content import Content
from bot.store.base.database import Database
from tests.customer import Customer

pytestmark = pytest.mark.usefixtures("samples")


def _text(customer: Customer) -> str:
    return "\n".join(message.text for message in customer.last)


def test_the_order_is_shown_to_who_knows_number_and_address(customer: Customer) -> None:
    assert "order number" in customer.says("where is my order?")[-1].text
    assert "e-mail" in customer.says("it's fh 204518 i think")[-1].text
    customer.says("Ann@Example.org")
    for shown in ("FH-204518", "ParcelPoint", "2026-11-24", "https://parcelpoint.example/track/PP83120455"):
        assert shown in _text(customer)


def test_the_number_is_taken_from_the_question_and_a_postcode_is_enough(customer: Customer) -> None:
    customer.says("can you track order FH-204590 for me")
    assert "on its way" in customer.says("it was sw1a1aa")[0].text


def test_number_and_address_may_come_at_once(customer: Customer) -> None:
    assert "on its way" in customer.says("where is my order 204518, i'm ann@example.org")[0].text


def test_a_tracked_order_can_be_judged_and_rated(customer: Customer) -> None:
    customer.says("where is my order 204518, i'm ann@example.org")
    assert "from 1" in customer.says("thanks a lot")[-1].text


def test_koreans_track_orders_in_korean(database: Database, content: Content, dialogue: Any) -> None:
    customer = Customer(database, content, dialogue, language="ko")
    customer.says("제 주문 어디까지 왔나요?")
    customer.says("FH-204533이에요")
    assert "발송을 준비" in customer.says("minsu@example.org입니다")[0].text


@pytest.mark.parametrize(
    ("number", "proof"),
    [
        ("FH-999999", "ann@example.org"),
        ("FH-204518", "eve@example.org"),
        ("FH-204518", "97206"),
        ("FH-204533", "97205"),
    ],
)
def test_unknown_numbers_and_wrong_proofs_read_the_same(customer: Customer, number: str, proof: str) -> None:
    customer.says("where is my order?")
    customer.says(number)
    customer.says(proof)
    assert customer.last[0].text == customer.turns._content.text("utter_order_not_found", "en")
    assert "order number" in customer.last[1].text
    assert len(customer.last) == 2


def _guess(customer: Customer) -> None:
    customer.says(f"where is my order FH-204518, {customer.identity.id}@example.com")


def test_after_three_wrong_guesses_even_the_right_one_shows_nothing(customer: Customer) -> None:
    for _ in range(3):
        _guess(customer)
    assert "Talk to a person" in [b.title for b in customer.last[-1].buttons]
    customer.says("where is my order FH-204518, ann@example.org")
    assert "on its way" not in _text(customer)
    assert "for a while" in _text(customer)


def test_guesses_at_one_order_count_over_all_chats(database: Database, content: Content, dialogue: Any) -> None:
    for _ in range(5):
        guesser = Customer(database, content, dialogue)
        _guess(guesser)
        _guess(guesser)
    owner = Customer(database, content, dialogue)
    owner.says("where is my order FH-204518, ann@example.org")
    assert "on its way" not in _text(owner)
    owner.says("where is my order FH-204520, ann@example.org")
    assert "delivered" in _text(owner)
