import pytest

from bot.metrics.statistics.figures import around
from bot.metrics.statistics.significance import Pairs, Sample, adjusted, p_of_counts, p_of_means, p_of_proportions

# Hours of sleep gained under two drugs, in tenths: Cushny and Peebles 1905, used by Student 1908; results as R's
# t.test(extra ~ group, data = sleep) and t.test(..., paired = TRUE) print them.
FIRST = [7, -16, -2, -12, -1, 34, 37, 8, 0, 20]
SECOND = [19, 8, 11, 1, -1, 44, 55, 16, 46, 34]


def test_proportions_of_the_physicians_health_study() -> None:
    # Heart attacks under placebo and aspirin: z = 5.00, P < .0001; Agresti, Categorical Data Analysis, 2.2
    assert p_of_proportions(189, 11034, 104, 11037) == pytest.approx(5.7e-7, rel=0.02)
    assert p_of_proportions(104, 11037, 189, 11034) == p_of_proportions(189, 11034, 104, 11037)


@pytest.mark.parametrize(("counts", "p"), [((5, 10, 5, 10), 1.0), ((0, 9, 0, 7), 1.0), ((9, 9, 7, 7), 1.0)])
def test_equal_proportions_do_not_differ(counts: tuple[int, int, int, int], p: float) -> None:
    assert p_of_proportions(*counts) == p


def test_a_proportion_of_nothing_says_nothing() -> None:
    assert p_of_proportions(0, 0, 5, 10) is None
    assert p_of_proportions(5, 10, 0, 0) is None


def test_means_of_sleep() -> None:
    first, second = Sample(0.75, 3.200556, 10), Sample(2.33, 4.009, 10)
    assert p_of_means(first, second) == pytest.approx(0.07939, abs=0.00001)


def test_a_sample_is_found_again_from_its_interval() -> None:
    interval = around(0.75, 3.2, 10)
    assert interval is not None
    again = Sample.around(0.75, interval, 10)
    assert (again.mean, again.variance, again.n) == (0.75, pytest.approx(3.2), 10)


@pytest.mark.parametrize(
    ("one", "other"), [(Sample(1, 0, 1), Sample(2, 1, 9)), (Sample(1, 0, 9), Sample(2, 0, 9)), (Sample(0, 0, 0),) * 2]
)
def test_means_of_one_thing_or_without_variance_say_nothing(one: Sample, other: Sample) -> None:
    assert p_of_means(one, other) is None


def test_paired_days_that_vary_widely_are_judged_by_how_they_vary() -> None:
    pairs = Pairs.of(FIRST, SECOND)
    assert p_of_counts(pairs) == pytest.approx(0.002833, abs=0.000001)
    # R's interval is -2.4598858 to -0.7001142, of the mean in hours.
    assert pairs.interval == pytest.approx((-245.98858, -70.01142), abs=0.0001)


def test_days_that_happen_to_be_even_are_not_surer_than_chance_allows() -> None:
    even = Pairs.of([12] * 7, [10] * 7)
    assert even.variance == 154
    # 14 / sqrt(154) = 1.128 of Student's t with 6 degrees of freedom
    assert p_of_counts(even) == pytest.approx(0.302, abs=0.001)


def test_one_day_does_not_tell_how_days_vary() -> None:
    alone = Pairs.of([500], [10])
    assert (alone.variance, alone.interval, p_of_counts(alone)) == (None, None, None)


def test_two_times_nothing_is_no_difference() -> None:
    nothing = Pairs.of([0, 0, 0], [0, 0, 0])
    assert p_of_counts(nothing) == 1.0
    assert nothing.interval == (0, 0)


def test_many_looks_after_benjamini_and_hochberg() -> None:
    # The example of their paper of 1995, thrombolysis after infarction: the four smallest of fifteen are significant.
    ps = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ]  # fmt: skip
    result = adjusted(ps)
    assert [p <= 0.05 for p in result] == [True] * 4 + [False] * 11
    assert result[3] == pytest.approx(0.0095 * 15 / 4)
    # The seventh is less than what the sixth alone would give.
    assert result[5] == result[6] == pytest.approx(0.0298 * 15 / 7)
    assert adjusted(ps[::-1]) == result[::-1]


def test_no_looks_and_one() -> None:
    assert adjusted([]) == []
    assert adjusted([0.04]) == [0.04]
