"""Quantiles of whole numbers by nearest rank, so that each is a value somebody really experienced."""

from itertools import accumulate
from typing import Mapping

from bot.metrics.figures import Figure

# How often each value was measured.
Histogram = Mapping[int, int]


def quantile(histogram: Histogram, percent: int) -> Figure:
    """The smallest measured value that at least `percent` % (1 to 100) of the measurements don't exceed."""
    n = sum(histogram.values())
    rank = -(-n * percent // 100)
    values = sorted(histogram)
    reached = accumulate(histogram[value] for value in values)
    found = (value for value, so_far in zip(values, reached, strict=True) if so_far >= rank)
    return Figure(next(found, None), n)
