"""Which store a conversation is about: the one the customer named, found, or complained about."""

from typing import Optional

import pytest
import sqlalchemy as sa

from bot.store.chat import conversations
from bot.store.schema import touchpoints
from tests.customer import Customer

pytestmark = pytest.mark.usefixtures("samples")


def _location(customer: Customer) -> Optional[str]:
    with customer.database.read() as tx:
        return conversations.get(tx, customer.conversation_id).location


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("what time does the Riverside store open", "riverside"),
        ("is this lamp in stock at Northgate", "northgate"),
        ("올드타운점 어디 있어요?", "old-town"),
        ("how much is delivery", None),
    ],
)
def test_the_store_that_a_question_names(customer: Customer, said: str, code: Optional[str]) -> None:
    customer.says(said)
    assert _location(customer) == code


def test_the_store_that_was_found_and_what_is_recorded_from_then_on(customer: Customer) -> None:
    customer.says("where are your stores")
    customer.presses("Find my nearest store")
    assert _location(customer) is None
    customer.says("Seattle")
    assert _location(customer) == "northgate"
    customer.says("thanks")
    with customer.database.read() as tx:
        query = sa.select(touchpoints.c.location).where(touchpoints.c.kind == "thanked")
        assert tx.execute(query).scalars().all() == ["northgate"]


def test_a_place_with_several_stores_is_about_none(customer: Customer) -> None:
    customer.says("where are your stores")
    customer.presses("Find my nearest store")
    customer.presses("All stores")
    assert _location(customer) is None


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("the people at your Old Town store were so rude to my mother yesterday", "old-town"),
        ("어제 노스게이트점에서 직원이 정말 무례하게 굴어서 너무 속상했어요", "northgate"),
        ("i went from Riverside to Old Town and both were closed that day", None),
        ("the riversider was broken and nobody ever answered my letters", None),
    ],
)
def test_the_store_that_a_complaint_names(customer: Customer, told: str, code: Optional[str]) -> None:
    customer.says("i want to make a complaint")
    customer.says(told)
    assert _location(customer) == code


def test_every_touchpoint_of_a_turn_names_the_model(customer: Customer) -> None:
    customer.says("how much is delivery")
    customer.presses("Yes")
    with customer.database.read() as tx:
        rows = tx.execute(sa.select(touchpoints).order_by(touchpoints.c.id)).all()
    unnamed = {row.kind for row in rows if not (row.model_version or "").startswith("notouch-")}
    assert unnamed == {"conversation_started"}
    assert {row.touch for row in rows} == {"no_touch"}
    assert all(row.stage and row.engagement and row.cause for row in rows)
