from fractions import Fraction

import pytest

from bot.metrics.figures import count, mean, rate, wilson


# Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), method 3
@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize("whole", [1, 2, 3, 7, 10, 1000, 999_999])
def test_wilson_stays_within_what_a_proportion_can_be(whole: int) -> None:
    for part in (0, whole):
        low, high = wilson(part, whole)
        assert 0.0 <= low < high <= 1.0
        assert low == pytest.approx(0.0) if part == 0 else high == pytest.approx(1.0)


def test_a_rate_is_exact_and_keeps_its_parts() -> None:
    figure = rate(2, 6)
    assert (figure.value, figure.numerator, figure.denominator, figure.n) == (Fraction(1, 3), 2, 6, 6)


def test_a_rate_of_nothing_is_no_data() -> None:
    figure = rate(0, 0)
    assert (figure.value, figure.interval, figure.n) == (None, None, 0)


def test_none_of_some_is_zero_and_not_no_data() -> None:
    assert rate(0, 3).value == 0


@pytest.mark.parametrize(("part", "whole"), [(4, 3), (-1, 3), (1, 0)])
def test_a_part_outside_of_the_whole_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        rate(part, whole)


def test_a_mean_is_exact() -> None:
    assert mean(10, 3).value == Fraction(10, 3)
    assert mean(0, 0).value is None


def test_a_count_of_nothing_is_zero() -> None:
    assert count(0).value == 0
