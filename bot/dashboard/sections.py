"""A page is a list of sections: a heading, headline figures, charts."""

from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Mapping, Sequence

from bot.dashboard.charts.chart import Chart
from bot.dashboard.charts.tiles import Tile
from bot.dashboard.visits.visit import Visit


@dataclass(frozen=True)
class Section:
    title: str = ""
    lead: str = ""
    tiles: Sequence[Tile] = ()
    charts: Sequence[Chart] = ()


def _nothing(_visit: Visit) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Page:
    """`path` is below /analytics. `more` are values for a template of its own, beside the sections."""

    key: str
    path: str
    sections: Callable[[Visit], Sequence[Section]]
    template: str = "sections.html"
    more: Callable[[Visit], Mapping[str, Any]] = field(default=_nothing)
    has_filters: bool = True
    # A part that takes longer: the page of this key fetches it when it is shown.
    part_of: str = ""

    def charts(self, visit: Visit) -> Iterable[Chart]:
        """Every chart and table of the page, as exports need them."""
        for section in self.sections(visit):
            yield from section.charts
