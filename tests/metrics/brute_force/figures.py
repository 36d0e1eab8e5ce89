"""Exact figures: counts, shares, sums, means and quantiles."""

from fractions import Fraction
from typing import Iterable, NamedTuple, Optional, Sequence, Union

Number = Union[int, float, Fraction]


class Figure(NamedTuple):
    """`n` is the denominator, or how many things were counted or measured; without a value there is no data."""

    numerator: Optional[Number]
    denominator: Optional[int]
    value: Optional[Number]
    n: int


NOTHING = Figure(None, None, None, 0)


def count(things: Iterable[object]) -> Figure:
    number = sum(1 for _ in things)
    return Figure(None, None, number, number)


def total(numbers: Sequence[int]) -> Figure:
    return Figure(None, None, sum(numbers), len(numbers))


def share(numerator: int, denominator: int) -> Figure:
    return Figure(numerator, denominator, Fraction(numerator, denominator) if denominator else None, denominator)


def portion(of: Sequence[bool]) -> Figure:
    return share(sum(of), len(of))


def mean(numbers: Sequence[float]) -> Figure:
    return Figure(None, None, sum(numbers) / len(numbers) if numbers else None, len(numbers))


def quantile(numbers: Iterable[Optional[int]], percent: int) -> Figure:
    """Nearest rank: the smallest number that at least so many percent of them don't exceed."""
    ranked = sorted(number for number in numbers if number is not None)
    rank = -(-percent * len(ranked) // 100)
    return Figure(None, None, ranked[rank - 1] if ranked else None, len(ranked))


def quantiles(name: str, numbers: Sequence[Optional[int]]) -> dict[str, Figure]:
    return {f"{name}_{label}": quantile(numbers, percent) for label, percent in _PERCENTS.items()}


_PERCENTS = {"median": 50, "p90": 90, "p95": 95}
