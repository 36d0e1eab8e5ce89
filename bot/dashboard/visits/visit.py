"""One look at a page: what is asked, of which warehouse, in whose language. Pages ask it for figures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Mapping, Optional, Sequence
from zoneinfo import ZoneInfo

from bot.base.content import Content
from bot.base.settings import Settings
from bot.dashboard.visits.memory import Memory
from bot.dashboard.visits.targets import targets
from bot.dashboard.visits.view import View
from bot.dashboard.wording.naming import Naming
from bot.dashboard.wording.numbers import Numbers
from bot.dashboard.wording.texts import Words, languages, metric_words
from bot.metrics.definitions.metric import Metric
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.days import Days
from bot.metrics.queries.dimensions import first_day, main_currency, units
from bot.metrics.queries.query import ALL
from bot.metrics.queries.reading import today
from bot.metrics.registry import BY_KEY
from bot.metrics.statistics.figures import Figure
from bot.store.base.database import Database
from bot.warehouse.warehouse import Warehouse

Figures = Mapping[str, Figure]
# The finest unit of time by which a period of so many days still reads well.
_UNITS = ((62, "day"), (420, "week"))
_LARGE_UNITS = ((62, "week"), (800, "month"))


def unit_period(first: str, unit: str) -> Period:
    """The whole day, week, month or quarter that begins on that day."""
    start = date.fromisoformat(first)
    within = {"day": 1, "week": 7, "month": 31, "quarter": 93}[unit]
    return Period(start, first_day(start + timedelta(days=within), unit))


@dataclass(frozen=True)
class Visit:
    warehouse: Warehouse
    database: Database
    content: Content
    settings: Settings
    view: View
    language: str
    may_read: bool

    @cached_property
    def t(self) -> Words:
        return languages()[self.language]

    @property
    def asked(self) -> Asked:
        return self.view.asked

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.t, main_currency(self.warehouse))

    @cached_property
    def naming(self) -> Naming:
        return Naming(self.warehouse, self.content, self.t, self.language, today(self.settings.time_zone))

    @cached_property
    def targets(self) -> Mapping[str, float]:
        return targets(self.database)

    @property
    def unit(self) -> str:
        """The unit of time of the page's trends."""
        days = self.asked.period.length.days
        return next((unit for most, unit in _UNITS if days <= most), "month")

    def name(self, key: str) -> str:
        return metric_words(self.t, BY_KEY[key])["name"]

    def metric_words(self, metric: Metric) -> Mapping[str, str]:
        return metric_words(self.t, metric)

    @cached_property
    def memory(self) -> Memory:
        before = self.view.before
        return Memory(self.warehouse, Days(self.asked, self.asked.period, *([before.period] if before else [])))

    def figures(self, keys: Sequence[str], asked: Optional[Asked] = None) -> Figures:
        return self.memory.groups((asked or self.asked).divided(None), keys)[ALL]

    def by(self, dimension: str, keys: Sequence[str], asked: Optional[Asked] = None) -> Mapping[str, Figures]:
        return self.memory.groups((asked or self.asked).divided(dimension), keys)

    def course_unit(self, key: str) -> str:
        """The unit of time for one metric. What is true of a period, not of a day, is asked for larger ones."""
        if BY_KEY[key].fact.expression(self.unit):
            return self.unit
        days = self.asked.period.length.days
        return next((unit for most, unit in _LARGE_UNITS if days <= most), "quarter")

    def course(self, key: str, unit: str, asked: Optional[Asked] = None) -> Mapping[str, Figure]:
        """One metric for each unit of time of the period, by its first day."""
        asked = asked or self.asked
        if BY_KEY[key].fact.expression(unit):
            return {group: figures[key] for group, figures in self.by(unit, [key], asked).items()}
        periods = {first: asked.over(unit_period(first, unit)) for first in units(asked.period, unit)}
        return {first: self.figures([key], one)[key] for first, one in periods.items()}

    def shown(self, key: str, figure: Figure) -> str:
        return self.numbers.figure(BY_KEY[key].unit, figure)

    def link(self, key: str, **filters: str) -> str:
        """The page that explains a figure, about one group where filters name it."""
        return self.view.url(f"/metrics/{key}", {name: [value] for name, value in filters.items()})

    def moment(self, at: datetime) -> str:
        """A moment where the reports are read, to the minute."""
        here = at.astimezone(ZoneInfo(self.settings.time_zone))
        return f"{self.naming.day(here.date())}, {here:%H:%M}"

    def period(self, asked: Asked) -> str:
        """The period from its first to its last day."""
        first, last = asked.period.start, asked.period.days()[-1]
        if first == last:
            return self.naming.day(first)
        return str(self.t.interval.format(self.naming.day(first), self.naming.day(last)))
