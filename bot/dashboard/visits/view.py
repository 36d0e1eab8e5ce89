"""What an address asks for. A view is its address: whoever opens the same one sees the same."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Mapping, Optional, Sequence
from urllib.parse import urlencode

from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.reading import FILTERS, PRESETS, Unanswerable, asked

ROOT = "/analytics"
COMPARISONS = ("previous", "year", "none")
DEFAULT_PERIOD = "28d"
# A year back by whole weeks, so that a Monday is compared with a Monday.
_YEAR = timedelta(days=364)
_KEPT = ("period", "from", "until", "compare", *FILTERS)
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class View:
    """`given` are the parts of the address that go from page to page; `problem` says what of it could not be read."""

    given: Given
    asked: Asked
    compare: str
    problem: Optional[str] = None

    @property
    def preset(self) -> str:
        """The named period, or "" for days of one's own."""
        named = (self.given.get("period") or ("",))[-1]
        dated = self.given.get("from") or self.given.get("until")
        return named if named in PRESETS else "" if dated else DEFAULT_PERIOD

    @property
    def before(self) -> Optional[Asked]:
        """The same question about the period to compare with."""
        period = self.asked.period
        if self.compare == "none":
            return None
        earlier = period.before() if self.compare == "previous" else Period(period.start - _YEAR, period.end - _YEAR)
        return self.asked.over(earlier)

    def url(self, path: str = "", changes: Optional[Given] = None) -> str:
        """A page with this view; changes replace what the address has by that name, and an empty one removes it."""
        parts = {**self.given, **(changes or {})}
        query = urlencode([(name, value) for name, values in parts.items() for value in values])
        return f"{ROOT}{path}?{query}" if query else f"{ROOT}{path}"

    def filtered(self, path: str, dimension: str, value: str) -> str:
        """A page about one group alone."""
        return self.url(path, {dimension: [value]})

    def without(self, path: str, dimension: str, value: str) -> str:
        kept = [other for other in self.given.get(dimension, ()) if other != value]
        return self.url(path, {dimension: kept})


def read_view(query: Given, time_zone: str) -> View:
    """An address that can't be read shows the usual period, and says so."""
    # Forms send what was left empty, too.
    given = {name: tuple(query[name]) for name in _KEPT if name in query and _means(name, query[name])}
    unwanted = ("period",) if given.get("period", ("custom",))[-1] == "custom" else ("from", "until")
    given = {name: values for name, values in given.items() if name not in unwanted}
    compare = (given.get("compare") or ("",))[-1]
    if compare not in COMPARISONS:
        compare = COMPARISONS[0]
        given.pop("compare", None)
    try:
        return View(given, asked(given, time_zone), compare)
    except Unanswerable as reason:
        return View({}, asked({}, time_zone), compare, str(reason))


def _means(name: str, values: Sequence[str]) -> bool:
    return name in FILTERS or any(values)
