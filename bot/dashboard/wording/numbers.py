"""Figures in the words of a language. The numbers are those of `bot.metrics.output.show`, so that all places agree."""

import re

from bot.dashboard.wording.texts import Words
from bot.metrics.definitions.metric import COUNT, SCORE, SHARE
from bot.metrics.output.show import value_shown
from bot.metrics.statistics.figures import Figure, Interval, Value

_UNIT = re.compile(r" (d|h|min|s|years)\b")
_POINTS = 100


class Numbers:
    def __init__(self, t: Words, currency: str = "") -> None:
        self._t = t
        self.currency = currency

    def figure(self, unit: str, figure: Figure) -> str:
        return self._t.no_data if figure.value is None else self.value(unit, figure.value)

    def value(self, unit: str, value: Value) -> str:
        return _UNIT.sub(lambda found: str(self._t.units[found[1]]), value_shown(unit, value, self.currency))

    def interval(self, unit: str, interval: Interval) -> str:
        ends = (self.value(unit, _whole(unit, end)) for end in interval)
        return str(self._t.interval.format(*ends))

    def change(self, unit: str, new: Value, old: Value) -> str:
        """How much more or less: points for shares, else a percentage of what it was."""
        if unit == SHARE:
            return str(self._t.points.format(f"{_rounded(_POINTS * float(new - old), 1):+.1f}"))
        if unit == SCORE:
            return f"{_rounded(_POINTS * float(new - old)):+.0f}"
        return f"{_rounded(float(new) / float(old) - 1, 2):+.0%}" if old else f"+{self.value(unit, new)}"

    def count(self, number: int) -> str:
        return value_shown(COUNT, number)


def _rounded(number: float, digits: int = 0) -> float:
    # A fall that rounds to nothing is shown as +0, not as -0.
    return round(number, digits) + 0.0


def _whole(unit: str, end: float) -> Value:
    return round(end) if unit == COUNT else end
