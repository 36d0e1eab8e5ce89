from fractions import Fraction

import pytest

from bot.dashboard.wording.numbers import Numbers
from bot.dashboard.wording.texts import languages
from bot.metrics.definitions.metric import COUNT, SCORE, SHARE


@pytest.mark.parametrize(
    ("unit", "new", "old", "shown"),
    [
        (SHARE, Fraction(861, 1000), Fraction(873, 1000), "-1.2 points"),
        (SHARE, Fraction(8729, 10000), Fraction(8730, 10000), "+0.0 points"),
        (SCORE, Fraction(1, 1000), Fraction(2, 1000), "+0"),
        (COUNT, 999, 1000, "+0%"),
        (COUNT, 5, 4, "+25%"),
        (COUNT, 5, 0, "+5"),
    ],
)
def test_a_change_has_a_sign_and_none_is_no_fall(unit: str, new: Fraction, old: Fraction, shown: str) -> None:
    assert Numbers(languages()["en"], "USD").change(unit, new, old) == shown
