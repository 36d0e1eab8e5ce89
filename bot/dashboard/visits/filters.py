"""The filter form: what can be chosen, and what is."""

from dataclasses import dataclass
from typing import Sequence

from bot.dashboard.visits.visit import Visit
from bot.metrics.queries.dimensions import values
from bot.metrics.queries.reading import FILTERS

# What the form offers; other dimensions come in by links and are shown beside the form.
OFFERED = ("channel", "language", "location", "topic", "agent", "model", "segment", "variant")
_SEGMENTS = ("visitor", "buyer", "member")


@dataclass(frozen=True)
class Option:
    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    key: str
    name: str
    options: Sequence[Option]

    @property
    def chosen(self) -> list[str]:
        return [option.name for option in self.options if option.is_chosen]


@dataclass(frozen=True)
class Chip:
    """One chosen value, and the address without it."""

    dimension: str
    name: str
    url: str


def filters(visit: Visit) -> list[Filter]:
    return [Filter(key, visit.naming.dimension(key), _options(visit, key)) for key in OFFERED]


def chips(visit: Visit, path: str) -> list[Chip]:
    chosen = visit.asked.filters
    return [
        Chip(visit.naming.dimension(key), visit.naming.value(key, value), visit.view.without(path, key, value))
        for key in FILTERS
        for value in chosen.get(key, ())
    ]


def _options(visit: Visit, key: str) -> list[Option]:
    chosen = visit.asked.filters.get(key, ())
    known = _SEGMENTS if key == "segment" else values(visit.warehouse, key)
    offered = [*known, *(value for value in chosen if value not in known)]
    return [Option(value, visit.naming.value(key, value), value in chosen) for value in offered]
