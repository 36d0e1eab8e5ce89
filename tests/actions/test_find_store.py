"""Stores near a place, with today's hours."""

import pytest

from tests.customer import Customer

pytestmark = pytest.mark.usefixtures("samples")


def _ask(customer: Customer) -> None:
    customer.says("where are your stores")
    assert "Where are you" in customer.presses("Find my nearest store")[-1].text


@pytest.mark.parametrize(
    ("place", "store"), [("Seattle", "Northgate"), ("97309", "Old Town"), ("quay street", "Riverside")]
)
def test_a_place_finds_its_store(customer: Customer, place: str, store: str) -> None:
    _ask(customer)
    shown = customer.says(place)[-1].text
    assert store in shown
    assert len(shown.split("\n\n")) == 1
    assert "oday" in shown


def test_an_unknown_place_is_asked_again_and_all_can_be_shown(customer: Customer) -> None:
    _ask(customer)
    assert "another town" in customer.says("Ulaanbaatar")[-1].text
    assert len(customer.presses("All stores")[-1].text.split("\n\n")) == 3


def test_hours_today_of_all_stores(customer: Customer) -> None:
    customer.says("what are the opening hours of your stores")
    assert "Riverside" in customer.presses("Hours today")[-1].text


@pytest.mark.parametrize("question", ["what time does the Riverside store open", "리버사이드 매장 어디 있어요?"])
def test_a_store_that_is_named_is_shown_at_once(customer: Customer, question: str) -> None:
    shown, asked = customer.says(question)
    assert "Riverside: 12 Quay Street, 97205 Portland" in shown.text
    assert [button.title for button in asked.buttons] in (["Yes", "No"], ["네", "아니요"])
