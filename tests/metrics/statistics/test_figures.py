from fractions import Fraction

import pytest

from bot.metrics.statistics.figures import Figure, count, difference, poisson, quotient, rate, wilson


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


def test_a_quotient_is_exact() -> None:
    assert quotient(10, 3, 3).value == Fraction(10, 3)
    assert quotient(0, 0, 0).value is None


def test_a_count_of_nothing_is_zero() -> None:
    assert count(0).value == 0


# Exact limits by Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936)
@pytest.mark.parametrize(
    ("number", "low", "high"), [(0, 0.0, 3.69), (1, 0.025, 5.57), (10, 4.80, 18.39), (100, 81.36, 121.63)]
)
def test_the_interval_of_a_count_is_close_to_the_exact_one(number: int, low: float, high: float) -> None:
    assert poisson(number) == pytest.approx((low, high), abs=0.05)


# Newcombe, "Interval estimation for the difference between independent proportions", ibid. 17 (1998), method 10
@pytest.mark.parametrize(
    ("new", "old", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 20), 0.6791, 1.0)],
)
def test_two_rates_differ_as_published(new: tuple[int, int], old: tuple[int, int], low: float, high: float) -> None:
    assert difference(rate(*new), rate(*old)) == pytest.approx((low, high), abs=0.00005)


def test_nothing_is_said_of_a_difference_without_intervals() -> None:
    assert difference(rate(1, 2), rate(0, 0)) is None
    assert difference(Figure(5, 3), Figure(4, 3)) is None
