"""One vote per survey: a rating that is none, too late or doubled has no effect."""

import math
from datetime import timedelta
from typing import Any

import pytest

from bot.base.clock import now
from bot.base.content import Content
from bot.services import surveys
from bot.store.base.database import Database
from bot.store.schema import surveys as table
from bot.store.turns.work import load_work
from bot.turn.closing import IdleClosing
from tests.customer import Customer


@pytest.fixture
def rated(database: Database, content: Content, dialogue: Any) -> Customer:
    """A customer who rated 4."""
    customer = Customer(database, content, dialogue)
    customer.says("how do i get a refund")
    customer.presses("Yes")
    customer.presses("4")
    return customer


def _rating(customer: Customer) -> Any:
    survey = load_work(customer.database, customer.conversation_id, "look").survey
    return survey.rating if survey else None


@pytest.mark.parametrize("rating", [0, 6, -1, 4.5, math.nan, math.inf, "5", True, None, [5], 10**9])
def test_what_is_no_rating_has_no_effect(rated: Customer, rating: Any) -> None:
    work = load_work(rated.database, rated.conversation_id, "test")
    assert not surveys.rate(work, rating)
    work.commit()
    assert _rating(rated) == 4


def test_a_rating_more_than_a_day_later_has_no_effect(rated: Customer) -> None:
    with rated.database.write() as tx:
        tx.execute(table.update().values(rated_at=now() - timedelta(hours=24, seconds=1)))
    assert "can't be changed" in rated.presses("1")[-1].text
    assert _rating(rated) == 4


def test_a_closed_conversation_can_still_be_rated_for_a_day_and_opens_none(rated: Customer) -> None:
    conversation_id = rated.conversation_id
    assert IdleClosing(rated.database, timedelta(seconds=-1)).close_idle() == 1
    rated.presses("5")
    assert (rated.conversation_id, _rating(rated)) == (conversation_id, 5)


def test_a_conversation_without_a_survey_takes_no_rating(database: Database, content: Content, dialogue: Any) -> None:
    customer = Customer(database, content, dialogue)
    customer.says("hello")
    work = load_work(database, customer.conversation_id, "test")
    assert not surveys.rate(work, 5)
    assert not surveys.comment(work, "great")
