"""Figures as people read them."""

from fractions import Fraction

import pytest

from bot.metrics.definitions.metric import COUNT, MONEY, SCORE, SECONDS, SHARE, YEARS
from bot.metrics.output.show import interval_shown, shown, value_shown
from bot.metrics.statistics.figures import Figure, Value


@pytest.mark.parametrize(
    ("unit", "value", "currency", "expected"),
    [
        (SHARE, Fraction(2, 3), "", "66.7%"),
        (SECONDS, 59, "", "59 s"),
        (SECONDS, 60, "", "1 min"),
        (SECONDS, 75, "", "1 min 15 s"),
        (SECONDS, 3600, "", "1 h"),
        (SECONDS, 90000, "", "1 d 1 h"),
        (MONEY, 123456, "USD", "1,234.56 USD"),
        (MONEY, 123456, "KRW", "123,456 KRW"),
        (MONEY, 123456, "KWD", "123.456 KWD"),
        (MONEY, Fraction(100, 3), "", "0.33"),
        (SCORE, Fraction(-1, 4), "", "-25"),
        (YEARS, Fraction(1, 2), "", "0.50 years"),
        (COUNT, 12345, "", "12,345"),
    ],
)
def test_values_in_their_units(unit: str, value: Value, currency: str, expected: str) -> None:
    assert value_shown(unit, value, currency) == expected


def test_no_data_is_not_zero() -> None:
    assert shown(SHARE, Figure(None, 0)) == "no data"
    assert shown(COUNT, Figure(0, 0)) == "0"


def test_intervals_have_two_ends_or_nothing() -> None:
    assert interval_shown(SHARE, Figure(Fraction(1, 2), 4, 2, 4, (0.15, 0.85))) == "15.0% to 85.0%"
    assert interval_shown(SECONDS, Figure(5, 3)) == ""
