"""Asking back: the customer picks what was meant, and the pick is kept as a candidate example."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.base.content import Content
from bot.dialogue.models import current_model
from bot.nlu.classifier import storage
from bot.nlu.classifier.decision import Decision
from bot.store.base.database import Database
from bot.store.chat import candidates
from bot.store.schema import touchpoints
from tests.customer import Customer

# Half a question each; which of them the model is unsure about may change with the examples.
UNSURE = [
    "order",
    "account",
    "delivery",
    "return refund",
    "money",
    "plan",
    "card",
    "my parcel",
    "address",
    "points email",
]


@pytest.fixture(scope="module")
def asked_about(dialogue: Any) -> tuple[str, Decision]:
    """A text that the model asks back about, with at least one topic among the options."""
    model = storage.load_from_archive(current_model())
    asked = ((text, model.decide(text)) for text in UNSURE)
    return next((t, d) for t, d in asked if d.kind == "ask_back" and d.options[0].startswith("faq/"))


@pytest.fixture
def customer(database: Database, content: Content, dialogue: Any) -> Customer:
    return Customer(database, content, dialogue)


def _kept(customer: Customer) -> list[tuple[str, str, str]]:
    with customer.database.read() as tx:
        return [(row["text"], row["label"], row["language"]) for row in candidates.every(tx)]


def _recorded(customer: Customer) -> list[str]:
    with customer.database.read() as tx:
        return list(tx.execute(sa.select(touchpoints.c.kind).order_by(touchpoints.c.id)).scalars())


def test_a_pick_is_answered_and_kept(customer: Customer, asked_about: tuple[str, Decision], content: Content) -> None:
    text, decision = asked_about
    question = customer.says(text)[-1]
    title = content.title(decision.options[0].removeprefix("faq/"), "en")
    assert question.buttons[0].title == title
    assert question.buttons[-1].title == "None of these"
    assert "question_asked" not in _recorded(customer)
    customer.presses(title)
    assert _kept(customer) == [(text, decision.options[0], "en")]
    assert [k for k in _recorded(customer) if k in ("asked_back", "question_asked", "answer_given")] == [
        "asked_back",
        "question_asked",
        "answer_given",
    ]


def test_the_last_pick_counts(customer: Customer, asked_about: tuple[str, Decision]) -> None:
    text, decision = asked_about
    first, second, *_ = [b.token for b in customer.says(text)[-1].buttons]
    customer.presses_token(first)
    customer.presses_token(second)
    assert _kept(customer) == [(text, decision.options[1], "en")]


@pytest.mark.parametrize("press", [True, False])
def test_none_of_these_falls_back(customer: Customer, asked_about: tuple[str, Decision], press: bool) -> None:
    customer.says(asked_about[0])
    replies = customer.presses("None of these") if press else customer.says("no")
    assert replies[-1].buttons[0].title == "Talk to a person"
    assert _kept(customer) == []
    assert "fallback" in _recorded(customer)


def test_every_flow_offered_has_a_title_in_every_language(content: Content) -> None:
    flows = [name for name in content.responses if name.startswith("utter_title_")]
    for name in flows:
        titles = {content.text(name, language) for language in content.languages}
        assert len(titles) == len(content.languages)
