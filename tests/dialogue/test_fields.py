"""Messages read as answers to a form's question, or left to the model."""

from typing import Any, Optional

import pytest

from bot.base.content import Content
from bot.dialogue.fields import FormWords, form_words, read_field, read_story


@pytest.fixture(scope="module")
def words(content: Content) -> FormWords:
    return form_words(content.lookups)


def _intent(found: Optional[dict[str, Any]]) -> Optional[str]:
    return found["intent"]["name"] if found else None


@pytest.mark.parametrize("kind", ["order_number", "order_proof", "email", "place", "story", "yes_no", "note"])
@pytest.mark.parametrize(("text", "intent"), [("Cancel!", "form_leave"), ("그만", "form_leave"), ("skip", "form_skip")])
def test_every_question_can_be_left_and_skipped(words: FormWords, kind: str, text: str, intent: str) -> None:
    assert _intent(read_field(kind, text, words)) == intent


@pytest.mark.parametrize("kind", [None, "rating", "human"])
def test_outside_of_forms_the_words_mean_what_they_mean(words: FormWords, kind: Optional[str]) -> None:
    assert read_field(kind, "cancel", words) is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("order_number", "주문번호는 FH-204518입니다", "FH-204518"),
        ("order_number", "204518", "204518"),
        ("order_proof", "메일은 ann@example.com이에요", "ann@example.com"),
        ("order_proof", "my postcode: sw1a 1aa", "sw1a 1aa"),
        ("order_proof", "우편번호 06236이요", "06236"),
        ("order_proof", "1012 AB", "1012 AB"),
        ("email", "write to a.b+c@mail.example.co.uk, please", "a.b+c@mail.example.co.uk"),
        ("place", "Portland", "Portland"),
    ],
)
def test_answers(words: FormWords, kind: str, text: str, value: str) -> None:
    found = read_field(kind, text, words)
    assert found is not None
    assert (_intent(found), found["entities"][0]["value"], found["text"]) == ("form_answer", value, "")


@pytest.mark.parametrize(
    ("kind", "text"), [("order_number", "FH-12"), ("email", "ann@nowhere"), ("order_proof", "a@b")]
)
def test_what_was_meant_as_an_answer_but_is_none(words: FormWords, kind: str, text: str) -> None:
    assert _intent(read_field(kind, text, words)) == "form_unclear"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("order_number", "how long does it take"),
        ("email", "why do you need it?"),
        ("place", "do you deliver too?"),
        ("story", "anything"),
        ("yes_no", "yes"),
    ],
)
def test_the_rest_is_left_to_the_model(words: FormWords, kind: str, text: str) -> None:
    assert read_field(kind, text, words) is None


def _understood(text: str, intent: str, confidence: float = 0.9) -> dict[str, Any]:
    return {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": []}


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "kept"),
    [
        ("my parcel was damaged", "faq", 0.9, "form_answer"),
        ("no", "deny", 0.9, "form_answer"),
        ("how do i return it?", "faq", 0.9, "faq"),
        ("반품은 어떻게 하나요？", "faq", 0.9, "faq"),
        ("get me a human", "contact_human_agent", 0.9, "contact_human_agent"),
        ("the agent was rude to me", "contact_human_agent", 0.3, "form_answer"),
    ],
)
def test_in_a_story_all_is_story_but_questions_and_calls(text: str, intent: str, confidence: float, kept: str) -> None:
    assert _intent(read_story("story", _understood(text, intent, confidence))) == kept


def test_outside_of_stories_nothing_changes() -> None:
    understood = _understood("no", "deny")
    assert read_story("human", understood) is understood
