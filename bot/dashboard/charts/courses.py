"""Charts of how metrics went over time."""

from typing import Optional, Sequence

from bot.dashboard.charts.cells import cell, interval_cell, interval_column, n_cell
from bot.dashboard.charts.chart import COLORS, Cell, Chart, Column, Kind, Row
from bot.dashboard.charts.sentences import course, is_part, moved, several
from bot.dashboard.charts.shifts import shifts
from bot.dashboard.visits.visit import Visit
from bot.metrics.definitions.metric import COUNT, Metric
from bot.metrics.registry import BY_KEY
from bot.metrics.statistics.figures import Figure


def trend(visit: Visit, key: str, unit: str = "", wide: bool = False) -> Chart:
    """One metric over time with its interval and its target, and the period before behind it."""
    target = visit.targets.get(key)
    metric, unit = BY_KEY[key], unit or visit.course_unit(key)
    now, before = visit.course(key, unit), _earlier(visit, unit, key)
    said = course(visit, key, visit.figures([key])[key], now, unit)
    rows = [
        _moment(visit, metric, unit, group, figure, before and before[place : place + 1])
        for place, (group, figure) in enumerate(now.items())
    ]
    return Chart(
        f"{key}_trend", "line", str(visit.t.says.over_time.format(name=visit.name(key))),
        f"{said} {moved(visit, shifts(visit, [key]).get(key))}".strip(),
        _axis(visit, unit), _trend_columns(visit, key, before is not None), rows, metric.unit,
        reference=target, reference_label=visit.t.target if target is not None else "",
        wide=wide, note=_note(visit, metric, unit),
    )  # fmt: skip


def _trend_columns(visit: Visit, key: str, is_compared: bool) -> list[Column]:
    columns = [
        Column(visit.name(key), COLORS[0]),
        interval_column(visit),
        Column(visit.t.n_name),
    ]
    if is_compared:
        columns.append(Column(visit.t.compared[visit.view.compare], "reference", is_reference=True))
    return columns


def _earlier(visit: Visit, unit: str, key: str) -> Optional[list[Figure]]:
    """The course of the period before, to lie under this one's from its first unit on; None without a comparison.

    What is asked for one unit after another is too dear to be asked twice.
    """
    asked = visit.view.before if BY_KEY[key].fact.expression(unit) else None
    return list(visit.course(key, unit, asked).values()) if asked else None


def _moment(
    visit: Visit, metric: Metric, unit: str, group: str, figure: Figure, before: Optional[Sequence[Figure]]
) -> Row:
    cells = [cell(visit, metric, figure), interval_cell(visit, metric, figure), n_cell(visit, figure)]
    if before is not None:
        cells.append(cell(visit, metric, before[0]) if before else Cell(""))
    return Row(_label(visit, unit, group), cells)


def courses(
    visit: Visit,
    key: str,
    title: str,
    keys: Sequence[str],
    kind: Kind = "line",
    colors: Sequence[str] = COLORS,
    names: Optional[Sequence[str]] = None,
) -> Chart:
    """Several metrics of one unit over time; as a stack where they are the parts of one whole."""
    groups, whole = visit.by(visit.unit, keys), visit.figures(keys)
    named = list(names or (visit.name(each) for each in keys))
    rows = [
        Row(_label(visit, visit.unit, group), [cell(visit, BY_KEY[each], figures[each]) for each in keys])
        for group, figures in groups.items()
    ]
    is_stack = kind == "stack" and BY_KEY[keys[0]].unit != COUNT
    return Chart(
        key, kind, title,
        several(visit, [(name, visit.shown(each, whole[each])) for name, each in zip(named, keys, strict=True)]),
        _axis(visit, visit.unit),
        [Column(name, color) for name, color in zip(named, colors, strict=False)],
        rows, BY_KEY[keys[0]].unit, stacked="share" if is_stack else "",
    )  # fmt: skip


def _axis(visit: Visit, unit: str) -> str:
    return str(visit.t.axes.find(unit, visit.naming.dimension(unit)))


def _label(visit: Visit, unit: str, group: str) -> str:
    """The moment, marked where only a part of it lies in the period."""
    label = visit.naming.label(unit, group)
    return str(visit.t.part.format(label)) if is_part(visit, unit, group) else label


def _note(visit: Visit, metric: Metric, unit: str) -> str:
    return "" if metric.fact.expression(unit) else str(visit.t.says.own_periods)
