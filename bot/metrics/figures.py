"""One measured figure: exact where it can be, with what it was measured on."""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import Optional, Union

Interval = tuple[float, float]

_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Figure:
    """`value` is None where there is no data. `n` is how many things were measured or counted."""

    value: Union[int, Fraction, None]
    n: int
    numerator: Optional[int] = None
    denominator: Optional[int] = None
    interval: Optional[Interval] = None


def count(number: int) -> Figure:
    return Figure(number, number)


def mean(total: int, n: int) -> Figure:
    """The exact mean of n whole numbers."""
    return Figure(Fraction(total, n) if n else None, n, total, n)


def rate(part: int, whole: int) -> Figure:
    """The share of `whole` that `part` is, as a proportion from 0 to 1, with its Wilson 95 % interval.

    Raises:
        ValueError: the part is not within the whole.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is not a proportion")
    if whole == 0:
        return Figure(None, 0, 0, 0)
    return Figure(Fraction(part, whole), whole, part, whole, wilson(part, whole))


def wilson(part: int, whole: int) -> Interval:
    """The Wilson score interval (95 %, no continuity correction) of a proportion; `whole` must not be 0."""
    share, weight = part / whole, _Z**2 / whole
    centre = (share + weight / 2) / (1 + weight)
    margin = _Z * sqrt(share * (1 - share) / whole + weight / (4 * whole)) / (1 + weight)
    # Rounding may push an end past what a proportion can be.
    return max(0.0, centre - margin), min(1.0, centre + margin)
