"""Is a difference more than noise? Tests of two groups, and what remains significant after looking at many.

All p values are two-sided.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any, Optional, Sequence

from bot.metrics.statistics.figures import Interval

# What is called significant, for one look and, after Benjamini and Hochberg, for many.
LEVEL = 0.05


@dataclass(frozen=True)
class Sample:
    """`variance` is the sample's (divided by n - 1)."""

    mean: float
    variance: float
    n: int

    @classmethod
    def around(cls, mean: float, interval: Interval, n: int) -> "Sample":
        """Of a mean with its 95 % interval, as bot.metrics.statistics.figures.around makes them."""
        error = (interval[1] - interval[0]) / (2 * float(_special().ndtri(1 - LEVEL / 2)))
        return cls(mean, error**2 * n, n)


@dataclass(frozen=True)
class Pairs:
    """Two series of counts, paired day by day: their sums, the sum of the squared differences, and how many pairs."""

    now: int
    before: int
    squares: int
    days: int

    @classmethod
    def of(cls, now: Sequence[int], before: Sequence[int]) -> "Pairs":
        """
        Raises:
            ValueError: the series differ in length.
        """
        squares = sum((one - other) ** 2 for one, other in zip(now, before, strict=True))
        return cls(sum(now), sum(before), squares, len(now))

    @property
    def difference(self) -> int:
        return self.now - self.before

    @property
    def variance(self) -> Optional[float]:
        """Of the difference. Counts of people vary more than Poisson's from day to day, as these days did; never less.

        None for fewer than two days: how much days vary can't be seen from one.
        """
        if self.days < 2:
            return None
        spread = (self.squares - self.difference**2 / self.days) / (self.days - 1)
        return max(float(self.now + self.before), self.days * spread)

    @property
    def interval(self) -> Optional[Interval]:
        """The 95 % interval of now - before."""
        if self.variance is None:
            return None
        margin = float(_special().stdtrit(self.days - 1, 1 - LEVEL / 2)) * sqrt(self.variance)
        return self.difference - margin, self.difference + margin


def p_of_counts(pairs: Pairs) -> Optional[float]:
    """Student's t over the pairs, which takes weekdays out where both periods begin on the same one."""
    if not pairs.variance:
        return None if pairs.variance is None else 1.0
    return _both_tails_of_t(pairs.difference / sqrt(pairs.variance), pairs.days - 1)


def p_of_proportions(part: int, whole: int, other_part: int, other_whole: int) -> Optional[float]:
    """The score test (Pearson's chi-squared, without continuity correction); None where one of them is of nothing."""
    if not whole or not other_whole:
        return None
    pooled = (part + other_part) / (whole + other_whole)
    variance = pooled * (1 - pooled) * (1 / whole + 1 / other_whole)
    return p_of_z((part / whole - other_part / other_whole) / sqrt(variance)) if variance > 0 else 1.0


def p_of_means(one: Sample, other: Sample) -> Optional[float]:
    """Welch's t test; None where it can't be told how much the values vary."""
    errors = one.variance / max(one.n, 1), other.variance / max(other.n, 1)
    if min(one.n, other.n) < 2 or sum(errors) == 0:
        return None
    freedom = sum(errors) ** 2 / (errors[0] ** 2 / (one.n - 1) + errors[1] ** 2 / (other.n - 1))
    return _both_tails_of_t((one.mean - other.mean) / sqrt(sum(errors)), freedom)


def p_of_z(z: float) -> float:
    return float(2 * _special().ndtr(-abs(z)))


def _both_tails_of_t(t: float, freedom: float) -> float:
    return float(2 * _special().stdtr(freedom, -abs(t)))


def adjusted(ps: Sequence[float]) -> list[float]:
    """Each p value after Benjamini and Hochberg: calling those up to 5 % significant errs in 5 % of what is called so.

    Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, J. R. Statist. Soc. B 57 (1995).
    """
    lowest, result = 1.0, [1.0] * len(ps)
    for rank, place in sorted(enumerate(sorted(range(len(ps)), key=ps.__getitem__), 1), reverse=True):
        lowest = min(lowest, ps[place] * len(ps) / rank)
        result[place] = lowest
    return result


def _special() -> Any:
    # Takes a quarter of a second to import, which is not for the start of the server.
    import scipy.special

    return scipy.special
