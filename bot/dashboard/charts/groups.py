"""Charts of groups beside each other. Each cell leads to the figure's own page."""

from typing import Mapping, Optional, Sequence

from bot.dashboard.charts.cells import cell, interval_cell, interval_column, n_cell
from bot.dashboard.charts.chart import COLORS, Cell, Chart, Column, Row
from bot.dashboard.charts.sentences import compared, largest
from bot.dashboard.charts.shifts import against
from bot.dashboard.visits.visit import Figures, Visit
from bot.metrics.definitions.metric import COUNT, Metric
from bot.metrics.registry import BY_KEY
from bot.metrics.statistics.figures import Figure, Value

# More groups than this are read in the table of the metric's own page.
MOST_GROUPS = 15
# As many as the script draws.
_MOST_DRAWN = 25


def breakdown(
    visit: Visit, key: str, dimension: str, title: str = "", most: int = MOST_GROUPS, wide: bool = False
) -> Chart:
    """One metric by group: amounts as bars, everything else as points with intervals against the figure of all."""
    metric = BY_KEY[key]
    found = {group: figures[key] for group, figures in visit.by(dimension, [key]).items()}
    groups = dict(sorted(found.items(), key=lambda entry: -entry[1].n)[:most])
    everybody = visit.figures([key])[key]
    is_amount = metric.unit == COUNT
    titled = title or str(visit.t.says.by.format(name=visit.name(key), dimension=visit.naming.dimension(dimension)))
    return Chart(
        f"{key}_by_{dimension}", "bar" if is_amount else "forest", titled,
        _amounts(visit, dimension, groups) if is_amount else compared(visit, key, dimension, groups, everybody),
        visit.naming.dimension(dimension),
        [Column(visit.name(key), COLORS[0]), interval_column(visit), Column(visit.t.n_name)],
        [_group(visit, metric, dimension, group, figure, everybody) for group, figure in groups.items()],
        metric.unit,
        reference=None if is_amount else everybody.value,
        reference_label="" if is_amount else str(visit.t.everybody),
        note=str(visit.t.largest_drawn) if len(groups) > _MOST_DRAWN else "",
        wide=wide,
    )  # fmt: skip


def _group(visit: Visit, metric: Metric, dimension: str, group: str, figure: Figure, everybody: Figure) -> Row:
    link = visit.link(metric.key, **{dimension: group})
    cells = [cell(visit, metric, figure, link), interval_cell(visit, metric, figure), n_cell(visit, figure)]
    return Row(visit.naming.value(dimension, group), cells, tone=against(metric, figure, everybody))


def _amounts(visit: Visit, dimension: str, groups: Mapping[str, Figure]) -> str:
    parts: list[tuple[str, Optional[Value], str]] = [
        (visit.naming.value(dimension, group), figure.value, visit.numbers.count(figure.n))
        for group, figure in groups.items()
    ]
    return largest(visit, parts)


def compare_groups(visit: Visit, key: str, title: str, dimension: str, keys: Sequence[str], most: int = 100) -> Chart:
    """A table alone: several metrics by group, the largest group first."""
    groups: Mapping[str, Figures] = visit.by(dimension, keys)
    order = sorted(groups, key=lambda group: -groups[group][keys[0]].n)[:most]
    columns = [Column(visit.name(each)) for each in keys]
    rows = [
        Row(
            visit.naming.value(dimension, group),
            [_linked(visit, each, dimension, group, groups[group][each]) for each in keys],
        )
        for group in order
    ]
    first = visit.naming.dimension(dimension)
    says = _amounts(visit, dimension, {group: groups[group][keys[0]] for group in order})
    return Chart(key, "table", title, says, first, columns, rows, wide=True)


def _linked(visit: Visit, key: str, dimension: str, group: str, figure: Figure) -> Cell:
    return cell(visit, BY_KEY[key], figure, visit.link(key, **{dimension: group}))
