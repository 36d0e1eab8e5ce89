"""The borders between answering, asking back and falling back."""

from itertools import product

import numpy as np
import pytest

from bot.nlu.classifier.calibration import expected_error, fit_sharpness, shares
from bot.nlu.classifier.decision import OUT_OF_SCOPE, Decision, Thresholds, Worth, choose, decide

THRESHOLDS = Thresholds(alone=0.6, together=0.5, foreign=0.5)


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        ([("a", 0.6), ("b", 0.4)], Decision("answer", "a", 0.6)),
        ([("a", 0.4), ("b", 0.3), ("c", 0.3)], Decision("ask_back", "ask_back", 0.7, ("a", "b"))),
        ([("a", 0.2), ("b", 0.2), ("c", 0.2)], Decision("ask_back", "ask_back", 0.6, ("a", "b", "c"))),
        ([("a", 0.2), ("b", 0.1), ("c", 0.1), ("d", 0.1)], Decision("fallback", "nlu_fallback", 0.2)),
        ([(OUT_OF_SCOPE, 0.9), ("a", 0.1)], Decision("fallback", OUT_OF_SCOPE, 0.9)),
        ([(OUT_OF_SCOPE, 0.5), ("a", 0.5)], Decision("fallback", OUT_OF_SCOPE, 0.5)),
        ([("a", 0.3), ("b", 0.3), (OUT_OF_SCOPE, 0.2)], Decision("ask_back", "ask_back", 0.6, ("a", "b"))),
        ([(OUT_OF_SCOPE, 1.0)], Decision("fallback", OUT_OF_SCOPE, 1.0)),
        ([("a", 0.59)], Decision("fallback", "nlu_fallback", 0.59)),
    ],
)
def test_decisions(ranking: list[tuple[str, float]], expected: Decision) -> None:
    found = decide(ranking, THRESHOLDS)
    assert (found.kind, found.label, found.options) == (expected.kind, expected.label, expected.options)
    assert found.confidence == pytest.approx(expected.confidence)


def test_out_of_scope_need_not_be_the_likeliest_to_be_assumed() -> None:
    ranking = [("a", 0.7), (OUT_OF_SCOPE, 0.3)]
    assert decide(ranking, Thresholds(0.6, 0.5, foreign=0.4)).kind == "answer"
    assert decide(ranking, Thresholds(0.6, 0.5, foreign=0.25)) == Decision("fallback", OUT_OF_SCOPE, 0.3)


LABELS = ("a", "b", OUT_OF_SCOPE)
# Sure and right; unsure between two, each right half of the time; and out of scope.
ROWS = np.array([[0.9, 0.05, 0.05]] * 4 + [[0.5, 0.45, 0.05]] * 4 + [[0.1, 0.1, 0.8]] * 4)
TRUTH = np.array([0] * 4 + [0, 1, 0, 1] + [2] * 4)


def test_thresholds_part_the_sure_from_the_unsure() -> None:
    found = choose(ROWS, TRUTH, LABELS, Worth())
    assert 0.5 < found.alone <= 0.9
    assert found.together <= 0.95


def test_when_wrong_answers_cost_nothing_everything_is_answered() -> None:
    assert choose(ROWS, TRUTH, LABELS, Worth(asked=0, asked_in_vain=-1, wrong=0)).alone <= 0.5


def test_choosing_counts_what_deciding_does() -> None:
    """The best thresholds, found the slow way with `decide` itself, is worth as much as the chosen one."""
    random = np.random.default_rng(1)
    rows = random.dirichlet([0.4] * 3, 200)
    truth = np.array([random.choice(3, p=row) for row in rows])

    def worth(thresholds: Thresholds) -> float:
        return sum(
            _worth(decide(_ranking(row), thresholds), LABELS[true]) for row, true in zip(rows, truth, strict=True)
        )

    shares = np.arange(0.2, 0.96, 0.15)
    grid = [Thresholds(*values) for values in product(shares, shares, [0.2, 0.35, 0.5])]
    assert worth(choose(rows, truth, LABELS, Worth())) >= max(map(worth, grid)) - 1e-9


def _ranking(row: np.ndarray) -> list[tuple[str, float]]:
    return sorted(zip(LABELS, map(float, row), strict=True), key=lambda entry: -entry[1])


def _worth(decision: Decision, label: str) -> float:
    worth = Worth()
    if decision.kind == "answer":
        return 1 if decision.label == label else worth.wrong
    if decision.kind == "ask_back":
        return worth.asked if label in decision.options else worth.asked_in_vain
    return worth.rejected if label == OUT_OF_SCOPE else 0


def test_sharpness_makes_shares_as_sure_as_they_are_right() -> None:
    random = np.random.default_rng(0)
    scores = random.normal(size=(4000, 5))
    truth = np.array([random.choice(5, p=row) for row in shares(scores, 3.0)])
    assert fit_sharpness(scores, truth) == pytest.approx(3.0, rel=0.1)


def test_expected_calibration_error() -> None:
    confidence = np.array([0.95, 0.95, 0.55, 0.55])
    right = np.array([True, True, True, False])
    assert expected_error(confidence, right) == pytest.approx((2 * 0.05 + 2 * 0.05) / 4)
