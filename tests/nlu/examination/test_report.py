"""The arithmetic of an examination, on cases worked out by hand."""

import pytest

from bot.nlu.classifier.decision import OUT_OF_SCOPE, Decision
from bot.nlu.examination.answered import Answered
from bot.nlu.examination.report import macro_f1, measure, report
from bot.nlu.examples import Example


def _case(label: str, decision: Decision, text: str = "hm") -> Answered:
    return Answered(Example(text, label, "exam"), decision, decision.label, decision.confidence)


def _answer(label: str) -> Decision:
    return Decision("answer", label, 0.9)


ASKED = Decision("ask_back", "ask_back", 0.8, ("a", "b"))
FELL_BACK = Decision("fallback", "nlu_fallback", 0.1)


@pytest.mark.parametrize(
    ("label", "decision", "outcome"),
    [
        ("a", _answer("a"), "right"),
        ("a", _answer("b"), "wrong"),
        ("a", ASKED, "right_after_asking"),
        ("c", ASKED, "wrong"),
        ("a", FELL_BACK, "fallback"),
        (OUT_OF_SCOPE, FELL_BACK, "right"),
        (OUT_OF_SCOPE, ASKED, "wrong"),
        (OUT_OF_SCOPE, _answer("a"), "wrong"),
    ],
)
def test_outcomes(label: str, decision: Decision, outcome: str) -> None:
    assert _case(label, decision).outcome == outcome


def test_shares_of_outcomes_and_of_what_is_out_of_scope() -> None:
    cases = [_case("a", _answer("a")), _case("a", ASKED), _case("b", _answer("a")), _case("b", FELL_BACK)]
    foreign = [_case(OUT_OF_SCOPE, FELL_BACK), _case(OUT_OF_SCOPE, _answer("a"))]
    result = measure(cases + foreign)
    assert result.outcomes == {"right": 2 / 6, "right_after_asking": 1 / 6, "wrong": 2 / 6, "fallback": 1 / 6}
    assert (result.found, result.rejected) == (0.5, 0.25)
    assert measure(cases).found is None


def test_macro_f1() -> None:
    # a: 2 of 2 found, 1 of 3 predictions wrong, F1 0.8. b: never predicted, F1 0.
    assert macro_f1([("a", "a"), ("a", "a"), ("b", "a")]) == pytest.approx(0.4)


def test_parts_and_confusions() -> None:
    cases = [
        _case("a", _answer("b"), "안녕"),
        _case("a", _answer("b")),
        _case("b", FELL_BACK),
        _case("b", _answer("b")),
    ]
    found = report(cases, {"a": "orders"})
    assert {name: result.count for name, result in found.languages.items()} == {"en": 3, "ko": 1}
    assert {name: result.count for name, result in found.groups.items()} == {"orders": 2, "unknown": 2}
    assert found.confusions == [("a", "b", 2), ("b", OUT_OF_SCOPE, 1)]
    assert found.labels["b"].outcomes["right"] == 0.5


def test_a_prediction_names_what_was_acted_on_or_asked_about_first() -> None:
    line = _case("a", ASKED).prediction()
    assert (line["predicted"], line["decision"], line["options"]) == ("a", "ask_back", ("a", "b"))
    assert _case("a", FELL_BACK).prediction()["predicted"] == OUT_OF_SCOPE
