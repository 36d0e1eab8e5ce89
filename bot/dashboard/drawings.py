"""Charts made of metrics: their course over time, and groups compared. Each cell leads to the figure's own page."""

from typing import Mapping, Optional, Sequence

from bot.dashboard.charts import COLORS, Cell, Chart, Column, Kind, Row
from bot.dashboard.sentences import compared, course, largest, moved, several
from bot.dashboard.shifts import against, shifts
from bot.dashboard.visit import Figures, Visit
from bot.metrics.figures import Figure, Value
from bot.metrics.metric import COUNT, Metric
from bot.metrics.registry import BY_KEY

# More groups than this are read in the table of the metric's own page.
MOST_GROUPS = 15


def cell(visit: Visit, metric: Metric, figure: Figure, link: Optional[str] = None) -> Cell:
    low, high = figure.interval or (None, None)
    return Cell(visit.shown(metric.key, figure), figure.value, low, high, link)


def n_cell(visit: Visit, figure: Figure) -> Cell:
    return Cell(visit.numbers.count(figure.n))


def interval_cell(visit: Visit, metric: Metric, figure: Figure) -> Cell:
    return Cell(visit.numbers.interval(metric.unit, figure.interval) if figure.interval else "")


def trend(visit: Visit, key: str, target: Optional[float] = None, unit: str = "", wide: bool = False) -> Chart:
    """One metric over time with its interval, and the period before behind it."""
    metric, unit = BY_KEY[key], unit or visit.unit
    now, before = visit.by(unit, [key]), _earlier(visit, unit, key)
    said = course(visit, key, visit.figures([key])[key], now, unit)
    says = f"{said} {moved(visit, shifts(visit, [key]).get(key))}".strip()
    columns = [Column(visit.name(key), COLORS[0]), Column(visit.t.interval_name), Column(visit.t.n_name)]
    if before:
        columns.append(Column(visit.t.compared[visit.view.compare], "reference", is_reference=True))
    rows = [
        _moment(visit, metric, unit, group, figures[key], before and before[place : place + 1])
        for place, (group, figures) in enumerate(now.items())
    ]
    title = str(visit.t.says.over_time.format(name=visit.name(key)))
    return Chart(
        f"{key}_trend", "line", title, says, visit.naming.dimension(unit), columns, rows, metric.unit,
        reference=target, reference_label=visit.t.target if target is not None else "", wide=wide,
    )  # fmt: skip


def _earlier(visit: Visit, unit: str, key: str) -> list[Figure]:
    """The course of the period before, to lie under this one's from its first unit on."""
    asked = visit.view.before
    return [figures[key] for figures in visit.by(unit, [key], asked).values()] if asked else []


def _moment(visit: Visit, metric: Metric, unit: str, group: str, figure: Figure, before: Sequence[Figure]) -> Row:
    cells = [cell(visit, metric, figure), interval_cell(visit, metric, figure), n_cell(visit, figure)]
    if visit.view.compare != "none":
        cells.append(cell(visit, metric, before[0]) if before else Cell(""))
    return Row(visit.naming.value(unit, group), cells)


def courses(
    visit: Visit, key: str, title: str, keys: Sequence[str], kind: Kind = "line", colors: Sequence[str] = COLORS
) -> Chart:
    """Several metrics of one unit over time; as a stack where they are the parts of one whole."""
    groups, whole = visit.by(visit.unit, keys), visit.figures(keys)
    columns = [Column(visit.name(each), color) for each, color in zip(keys, colors, strict=False)]
    rows = [
        Row(visit.naming.value(visit.unit, group), [cell(visit, BY_KEY[each], figures[each]) for each in keys])
        for group, figures in groups.items()
    ]
    says = several(visit, [(visit.name(each), visit.shown(each, whole[each])) for each in keys])
    is_stack = kind == "stack" and BY_KEY[keys[0]].unit != COUNT
    return Chart(
        key, kind, title, says, visit.naming.dimension(visit.unit), columns, rows, BY_KEY[keys[0]].unit,
        stacked="share" if is_stack else "",
    )  # fmt: skip


def breakdown(visit: Visit, key: str, dimension: str, title: str = "", most: int = MOST_GROUPS) -> Chart:
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
        [Column(visit.name(key), COLORS[0]), Column(visit.t.interval_name), Column(visit.t.n_name)],
        [_group(visit, metric, dimension, group, figure, everybody) for group, figure in groups.items()],
        metric.unit,
        reference=None if is_amount else everybody.value,
        reference_label="" if is_amount else str(visit.t.everybody),
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
