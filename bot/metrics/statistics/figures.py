"""One measured figure: exact where it can be, with what it was measured on and how sure it is."""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import Optional, Union

Interval = tuple[float, float]
Value = Union[int, Fraction, float]

_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Figure:
    """`value` is None where there is no data. `n` is how many things were measured or counted."""

    value: Optional[Value]
    n: int
    numerator: Optional[int] = None
    denominator: Optional[int] = None
    interval: Optional[Interval] = None


NO_DATA = Figure(None, 0)


def count(number: int) -> Figure:
    """A number of things that happened, with the interval of a Poisson count."""
    return Figure(number, number, number, interval=poisson(number))


def quotient(top: int, bottom: int, n: int) -> Figure:
    """An exact ratio of two sums, measured on n things."""
    return Figure(Fraction(top, bottom) if bottom else None, n, top, bottom)


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


def around(value: Value, variance: Optional[float], n: int) -> Optional[Interval]:
    """The 95 % interval of a mean of n things with that sample variance; None for one thing alone."""
    if variance is None or n < 2:
        return None
    margin = _Z * sqrt(variance / n)
    return float(value) - margin, float(value) + margin


def wilson(part: int, whole: int) -> Interval:
    """The Wilson score interval (95 %, no continuity correction) of a proportion; `whole` must not be 0."""
    share, weight = part / whole, _Z**2 / whole
    centre = (share + weight / 2) / (1 + weight)
    margin = _Z * sqrt(share * (1 - share) / whole + weight / (4 * whole)) / (1 + weight)
    # Rounding may push an end past what a proportion can be.
    return max(0.0, centre - margin), min(1.0, centre + margin)


def poisson(number: int) -> Interval:
    """Byar's approximation of the exact 95 % interval of a Poisson count."""
    low = number * (1 - 1 / (9 * number) - _Z / (3 * sqrt(number))) ** 3 if number else 0.0
    above = number + 1
    return max(0.0, low), above * (1 - 1 / (9 * above) + _Z / (3 * sqrt(above))) ** 3


def difference(new: Figure, old: Figure) -> Optional[Interval]:
    """The 95 % interval of new - old from their own intervals (MOVER; for proportions Newcombe's method 10).

    R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
    (1998); G. Y. Zou and A. Donner, Construction of confidence limits about effect measures, ibid. 27 (2008).
    """
    if new.interval is None or old.interval is None or new.value is None or old.value is None:
        return None
    one, other = float(new.value), float(old.value)
    apart = one - other
    below = sqrt((one - new.interval[0]) ** 2 + (old.interval[1] - other) ** 2)
    above = sqrt((new.interval[1] - one) ** 2 + (other - old.interval[0]) ** 2)
    return apart - below, apart + above
