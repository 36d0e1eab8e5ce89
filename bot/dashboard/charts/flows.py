"""What follows on what, drawn as flows from one side to the other."""

from typing import Sequence

from bot.dashboard.charts.chart import COLORS, Cell, Chart, Column, Row
from bot.dashboard.visits.visit import Visit

Flow = tuple[str, str, int]


def flows(visit: Visit, key: str, title: str, first: str, found: Sequence[Flow], wide: bool = False) -> Chart:
    """Flows (from, to, how often), the most frequent first."""
    rows = [Row(before, [Cell(visit.numbers.count(times), times)], to=after) for before, after, times in found]
    return Chart(key, "sankey", title, _says(visit, found), first, [Column(visit.t.times, COLORS[0])], rows, wide=wide)


def _says(visit: Visit, found: Sequence[Flow]) -> str:
    if not found:
        return str(visit.t.says.nothing)
    before, after, times = found[0]
    return str(visit.t.says.flow.format(before=before, after=after, times=visit.numbers.count(times)))
