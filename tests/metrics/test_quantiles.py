from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.quantiles import quantile


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([15, 20, 35, 40, 50], 5, 15),
        ([15, 20, 35, 40, 50], 30, 20),
        ([15, 20, 35, 40, 50], 40, 20),
        ([15, 20, 35, 40, 50], 50, 35),
        ([15, 20, 35, 40, 50], 100, 50),
        ([10, 20], 50, 10),
        ([7], 95, 7),
        ([0, 0, 0, 9], 75, 0),
        ([0, 0, 0, 9], 76, 9),
    ],
)
def test_nearest_rank(values: list[int], percent: int, expected: int) -> None:
    assert quantile(Counter(values), percent).value == expected


def test_no_measurements_are_no_data() -> None:
    figure = quantile({}, 50)
    assert (figure.value, figure.n) == (None, 0)


@given(st.lists(st.integers(0, 50), min_size=1), st.integers(1, 100))
def test_a_quantile_is_the_value_at_its_rank(values: list[int], percent: int) -> None:
    figure = quantile(Counter(values), percent)
    assert figure.value is not None
    not_above = [value for value in values if value <= figure.value]
    below = [value for value in values if value < figure.value]
    assert figure.n == len(values)
    assert figure.value in values
    assert len(not_above) * 100 >= percent * len(values) > len(below) * 100
