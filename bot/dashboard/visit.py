"""One look at a page: what is asked, of which warehouse, in whose language. Pages ask it for figures."""

from dataclasses import dataclass
from functools import cached_property
from typing import Mapping, Optional, Sequence

from bot.base.content import Content
from bot.base.settings import Settings
from bot.dashboard.naming import Naming
from bot.dashboard.numbers import Numbers
from bot.dashboard.texts import Words, languages, metric_words
from bot.dashboard.view import View
from bot.metrics.asked import Asked
from bot.metrics.figures import Figure
from bot.metrics.metric import Metric
from bot.metrics.query import ALL
from bot.metrics.reading import today
from bot.metrics.registry import BY_KEY
from bot.metrics.report import report
from bot.store.database import Database
from bot.warehouse.warehouse import Warehouse

Figures = Mapping[str, Figure]
# The finest unit of time by which a period of so many days still reads well.
_UNITS = ((62, "day"), (420, "week"))


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
        return Numbers(self.t)

    @cached_property
    def naming(self) -> Naming:
        return Naming(self.warehouse, self.content, self.t, self.language, today(self.settings.time_zone))

    @property
    def unit(self) -> str:
        """The unit of time of the page's trends."""
        days = self.asked.period.length.days
        return next((unit for most, unit in _UNITS if days <= most), "month")

    def name(self, key: str) -> str:
        return metric_words(self.t, BY_KEY[key])["name"]

    def metric_words(self, metric: Metric) -> Mapping[str, str]:
        return metric_words(self.t, metric)

    def figures(self, keys: Sequence[str], asked: Optional[Asked] = None) -> Figures:
        return report(self.warehouse, (asked or self.asked).divided(None), keys).groups[ALL]

    def by(self, dimension: str, keys: Sequence[str], asked: Optional[Asked] = None) -> Mapping[str, Figures]:
        return report(self.warehouse, (asked or self.asked).divided(dimension), keys).groups

    def shown(self, key: str, figure: Figure) -> str:
        return self.numbers.figure(BY_KEY[key].unit, figure)

    def link(self, key: str, **filters: str) -> str:
        """The page that explains a figure, about one group where filters name it."""
        return self.view.url(f"/metrics/{key}", {name: [value] for name, value in filters.items()})

    def period(self, asked: Asked) -> str:
        """The period from its first to its last day."""
        first, last = asked.period.start, asked.period.days()[-1]
        if first == last:
            return self.naming.day(first)
        return str(self.t.interval.format(self.naming.day(first), self.naming.day(last)))
