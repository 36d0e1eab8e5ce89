"""How a metric is measured: aggregates over the rows of a fact table, and the figure that they make.

A measure names its parts as SQL conditions or values over documented columns. `rows` tells which rows stand behind a
part, and `weight` what each of them adds to it: the rows of a figure, added up, give its numerator and denominator.
"""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from bot.metrics.statistics.figures import Figure, around, count, quotient, rate

Part = Literal["numerator", "denominator"]


class Measure(Protocol):
    @property
    def aggregates(self) -> tuple[str, ...]:
        """SQL over a group of rows."""
        ...

    def figure(self, *values: Any) -> Figure:
        """What the values of the aggregates come to; all None or 0 where there are no rows."""
        ...

    def rows(self, part: Part) -> str:
        """The condition for a row to stand behind the part."""
        ...

    def weight(self, part: Part) -> str:
        """What such a row adds to the part."""
        ...


@dataclass(frozen=True)
class Count:
    """How many rows fulfil a condition."""

    where: str = "TRUE"

    @property
    def aggregates(self) -> tuple[str, ...]:
        return (_times(self.where),)

    def figure(self, *values: Any) -> Figure:
        return count(int(values[0] or 0))

    def rows(self, part: Part) -> str:
        return self.where

    def weight(self, part: Part) -> str:
        return "1"


@dataclass(frozen=True)
class Share:
    """Of the rows that fulfil `whole`, those that also fulfil `part`."""

    part: str
    whole: str = "TRUE"

    @property
    def aggregates(self) -> tuple[str, ...]:
        return _times(self.rows("numerator")), _times(self.whole)

    def figure(self, *values: Any) -> Figure:
        return rate(int(values[0] or 0), int(values[1] or 0))

    def rows(self, part: Part) -> str:
        return f"({self.whole}) AND ({self.part})" if part == "numerator" else self.whole

    def weight(self, part: Part) -> str:
        return "1"


@dataclass(frozen=True)
class Balance:
    """Rows of `gain` minus rows of `loss`, to rows of `whole`, of which they need not be a part.

    With `is_share` the result is shown with Wilson's interval where it is a proportion (nothing came in from outside).
    """

    gain: str
    whole: str
    loss: str = "FALSE"
    is_share: bool = True

    @property
    def aggregates(self) -> tuple[str, ...]:
        return _times(self.gain), _times(self.loss), _times(self.whole)

    def figure(self, *values: Any) -> Figure:
        gained, lost, whole = (int(value or 0) for value in values)
        net = gained - lost
        if self.is_share and 0 <= net <= whole:
            return rate(net, whole)
        figure = quotient(net, whole, whole)
        if self.is_share or figure.value is None or whole < 2:
            return figure
        # Each row scores 1, 0 or -1.
        variance = (gained + lost - net * net / whole) / (whole - 1)
        return Figure(figure.value, whole, net, whole, around(figure.value, variance, whole))

    def rows(self, part: Part) -> str:
        return f"({self.gain}) OR ({self.loss})" if part == "numerator" else self.whole

    def weight(self, part: Part) -> str:
        return f"CASE WHEN {self.gain} THEN 1 ELSE -1 END" if part == "numerator" else "1"


@dataclass(frozen=True)
class Ratio:
    """A sum of whole numbers over another sum; over the number of rows by default. NULL adds nothing."""

    top: str
    bottom: str = "1"
    where: str = "TRUE"

    @property
    def aggregates(self) -> tuple[str, ...]:
        return total_of(self.top, self.where), total_of(self.bottom, self.where), _times(self.where)

    def figure(self, *values: Any) -> Figure:
        return quotient(*(int(value or 0) for value in values))

    def rows(self, part: Part) -> str:
        return self.where

    def weight(self, part: Part) -> str:
        return f"coalesce({self.top if part == 'numerator' else self.bottom}, 0)"


@dataclass(frozen=True)
class Portion(Ratio):
    """A sum that is a part of another sum, as a proportion: of what the rows count, not of the rows."""

    def figure(self, *values: Any) -> Figure:
        return rate(int(values[0] or 0), int(values[1] or 0))


def adds_up(aggregate: str) -> bool:
    """Is its value over all rows just the sum of its values over parts of them? All sums are of whole numbers."""
    return aggregate.startswith(("count(", "sum("))


def _times(condition: str) -> str:
    return f"count(*) FILTER (WHERE {condition})"


def total_of(value: str, condition: str) -> str:
    return f"sum({value}) FILTER (WHERE {condition})"
