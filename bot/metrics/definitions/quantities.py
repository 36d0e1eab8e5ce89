"""Measures of quantities: of what the rows are worth, where measures.py is about how many they are."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Optional

from bot.metrics.definitions.measures import Part, total_of
from bot.metrics.statistics.figures import Figure, around


@dataclass(frozen=True)
class Total:
    """A sum of whole numbers over the rows that have one; no data without any."""

    value: str
    where: str = "TRUE"

    @property
    def aggregates(self) -> tuple[str, ...]:
        return total_of(self.value, self.where), f"count({self.value}) FILTER (WHERE {self.where})"

    def figure(self, *values: Any) -> Figure:
        n = int(values[1] or 0)
        return Figure(int(values[0]) if n else None, n, int(values[0] or 0))

    def rows(self, part: Part) -> str:
        return f"({self.where}) AND ({self.value}) IS NOT NULL"

    def weight(self, part: Part) -> str:
        return self.value


@dataclass(frozen=True)
class Mean:
    """The mean of a value over the rows that have one, exact where the values are whole, with its 95 % interval."""

    value: str
    where: str = "TRUE"
    is_whole: bool = True
    # How many of the value's units make one of the result's.
    scale: int = 1

    @property
    def aggregates(self) -> tuple[str, ...]:
        kept = f"FILTER (WHERE {self.where})"
        gathered = f"sum({self.value})" if self.is_whole else f"avg({self.value})"
        return f"{gathered} {kept}", f"count({self.value}) {kept}", f"var_samp({self.value}) {kept}"

    def figure(self, *values: Any) -> Figure:
        gathered, n, variance = values[0], int(values[1] or 0), values[2]
        if not n:
            return Figure(None, 0, 0 if self.is_whole else None, 0)
        if not self.is_whole:
            return Figure(gathered, n, None, n, around(gathered, variance, n))
        value = Fraction(int(gathered), n * self.scale)
        spread = None if variance is None else variance / self.scale**2
        return Figure(value, n, int(gathered), n, around(value, spread, n))

    def rows(self, part: Part) -> str:
        return f"({self.where}) AND ({self.value}) IS NOT NULL"

    def weight(self, part: Part) -> str:
        return self.value if part == "numerator" else "1"


@dataclass(frozen=True)
class Quantile:
    """The smallest value that at least `percent` % of the values don't exceed (nearest rank)."""

    value: str
    percent: int
    where: str = "TRUE"

    @property
    def aggregates(self) -> tuple[str, ...]:
        kept = f"FILTER (WHERE {self.where})"
        return f"quantile_disc({self.value}, {self.percent / 100}) {kept}", f"count({self.value}) {kept}"

    def figure(self, *values: Any) -> Figure:
        return Figure(values[0], int(values[1] or 0))

    def rows(self, part: Part) -> str:
        return f"({self.where}) AND ({self.value}) IS NOT NULL"

    def weight(self, part: Part) -> str:
        return "1"


@dataclass(frozen=True)
class Product:
    """The product of other metrics, by key; no data where one of them has none."""

    factors: tuple[str, ...]

    def of(self, figures: list[Figure]) -> Figure:
        value: Optional[Fraction] = Fraction(1)
        for figure in figures:
            value = None if value is None or figure.value is None else value * Fraction(figure.value)
        return Figure(value, min(figure.n for figure in figures) if value is not None else 0)
