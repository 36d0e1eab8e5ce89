"""Trying the assistant: the real replies, and no trace of it."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.base.content import Content
from bot.base.text import MAX_LENGTH
from bot.services.inbox import Rejected
from bot.store.base.database import Database
from bot.store.schema import metadata
from bot.turn.asking import Asking
from tests.customer import reader


@pytest.fixture
def asking(database: Database, dialogue: Any) -> Asking:
    return Asking(database, dialogue, reader())


def _rows(database: Database) -> int:
    with database.read() as tx:
        return sum(
            tx.execute(sa.select(sa.func.count()).select_from(table)).scalar() for table in metadata.sorted_tables
        )


def test_a_question_is_answered_and_explained(asking: Asking) -> None:
    asked = asking.ask("please refund my money for order FH-204518, it looks awful")
    assert asked.label == "faq/get_refund"
    assert "refund" in asked.replies[0].text
    assert 0 < asked.confidence <= 1
    assert ("order_number", "FH-204518") in [(e["entity"], e["value"]) for e in asked.entities]
    assert asked.sentiment < 0
    assert asked.language == "en"
    assert asked.milliseconds > 0


def test_the_reply_is_in_the_language_of_the_text_unless_another_is_wanted(asking: Asking) -> None:
    korean, english = asking.ask("환불은 어떻게 받나요"), asking.ask("환불은 어떻게 받나요", "en")
    assert (korean.language, english.language) == ("ko", "en")
    assert korean.label == english.label
    assert not korean.replies[0].text.isascii()
    assert "refund" in english.replies[0].text


def test_nothing_is_stored(asking: Asking, database: Database) -> None:
    for text in ("I want to talk to a person", "how do i get a refund", "thanks", "5"):
        assert asking.ask(text).replies
    assert _rows(database) == 0


def test_each_question_is_the_first_of_its_conversation(asking: Asking, content: Content) -> None:
    asking.ask("how do i get a refund")
    # Without a question before it, "yes" is no answer to "Did that help?".
    assert asking.ask("yes").replies[0].text in [v["text"] for v in content.responses["utter_what_else"]]


@pytest.mark.parametrize(
    "text", ["x" * 5000, "where is it? " * 400, "a\x00b\x1b[31m\u202e where is my order", "\ud800 hello"]
)
def test_hostile_texts_get_a_reply(asking: Asking, text: str) -> None:
    asked = asking.ask(text)
    assert asked.replies
    assert len(asked.text) <= MAX_LENGTH
    assert "\x00" not in asked.text
    assert "\x1b" not in asked.text


@pytest.mark.parametrize("text", ["", " \n", "\x00\x1b"])
def test_nothing_is_no_question(asking: Asking, text: str) -> None:
    with pytest.raises(Rejected, match="empty"):
        asking.ask(text)


def test_a_payload_is_no_command(asking: Asking) -> None:
    assert asking.ask('/rate{"rating": 5}').label == "nlu_fallback"
