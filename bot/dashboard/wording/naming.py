"""What the values of dimensions are called: topics by their titles, days by their dates."""

from datetime import date
from typing import Any, Optional

from bot.base.content import Content
from bot.dashboard.wording.texts import Words
from bot.metrics.queries.dimensions import DIMENSIONS, TIMES, names
from bot.warehouse.warehouse import Warehouse

_YEAR_NOT_NAMED = 300


class Naming:
    """Names from the warehouse are read once for each page."""

    def __init__(self, warehouse: Warehouse, content: Content, t: Words, language: str, today: date) -> None:
        self._warehouse = warehouse
        self._content = content
        self._t = t
        self._language = language
        self.today = today
        self._known: dict[str, dict[str, str]] = {}

    def dimension(self, key: str) -> str:
        return str(self._t["dimensions"].find(key, DIMENSIONS[key].name if key in DIMENSIONS else key))

    def value(self, dimension: str, value: str) -> str:
        if value == "":
            return str(self._t.nobody.find(dimension, self._t.none))
        if dimension in TIMES:
            return self.time(dimension, date.fromisoformat(value))
        return self._titled(dimension, value) or self._named(dimension, value)

    def label(self, unit: str, value: str) -> str:
        """A moment of an axis, where the axis says what the moments are."""
        if unit not in TIMES:
            return self.value(unit, value)
        return self.time("day" if unit == "week" else unit, date.fromisoformat(value))

    def time(self, unit: str, first: date) -> str:
        """A day, week, month or quarter by its first day, with the year where that is not plain."""
        is_near = abs((self.today - first).days) < _YEAR_NOT_NAMED
        pattern = self._t.dates[unit if is_near else f"{unit}_of_year"]
        month = self._t.months[first.month - 1]
        return str(pattern.format(d=first.day, mon=month, y=first.year, q=(first.month + 2) // 3, m=first.month))

    def day(self, day: date) -> str:
        return self.time("day", day)

    def _titled(self, dimension: str, value: str) -> Optional[str]:
        if dimension == "hour":
            return f"{int(value):02d}:00" if value.isdigit() else value
        if dimension == "topic" and f"utter_title_{value}" in self._content.responses:
            return self._content.title(value, self._language)
        labels: Any = self._t.groups
        return str(labels[dimension][value]) if dimension in labels and value in labels[dimension] else None

    def _named(self, dimension: str, value: str) -> str:
        if dimension not in DIMENSIONS:
            return value.replace("_", " ")
        if dimension not in self._known:
            self._known[dimension] = names(self._warehouse, dimension)
        return self._known[dimension].get(value, value.replace("_", " "))
