"""What a chart shows, in a sentence that is computed from the same figures."""

from typing import Mapping, Optional, Sequence

from bot.dashboard.charts.shifts import Shift, against
from bot.dashboard.visits.visit import Visit, unit_period
from bot.metrics.definitions.metric import Metric
from bot.metrics.queries.dimensions import TIMES
from bot.metrics.registry import BY_KEY
from bot.metrics.statistics.figures import Figure, Value

_MOST_NAMED = 3


def course(visit: Visit, key: str, whole: Figure, groups: Mapping[str, Figure], unit: str) -> str:
    """Of a line over time: the figure of all of it, and the extremes of its whole units."""
    t = visit.t.says
    whole_units = {group: figure for group, figure in groups.items() if not is_part(visit, unit, group)}
    known = {group: value for group, figure in (whole_units or groups).items() if (value := figure.value) is not None}
    if whole.value is None or not known:
        return str(t.nothing)
    if len(known) == 1:
        return str(t.one.format(name=visit.name(key), value=visit.shown(key, whole)))
    highest, lowest = (most(known, key=lambda group: float(known[group])) for most in (max, min))
    return str(
        t.course.format(
            name=visit.name(key), value=visit.shown(key, whole),
            high=visit.numbers.value(BY_KEY[key].unit, known[highest]), high_at=visit.naming.value(unit, highest),
            low=visit.numbers.value(BY_KEY[key].unit, known[lowest]), low_at=visit.naming.value(unit, lowest),
        )
    )  # fmt: skip


def is_part(visit: Visit, unit: str, group: str) -> bool:
    """Does only a part of the week, month or quarter lie in the period, or is it not over yet?"""
    if unit not in TIMES or not group:
        return False
    whole, asked = unit_period(group, unit), visit.asked.period
    return whole.start < asked.start or whole.end > min(asked.end, visit.naming.today)


def several(visit: Visit, named: Sequence[tuple[str, str]]) -> str:
    """Of several lines: the figure of each over all of the period."""
    return "; ".join(str(visit.t.says.pair.format(name=name, value=value)) for name, value in named) + "."


def compared(visit: Visit, key: str, dimension: str, groups: Mapping[str, Figure], everybody: Figure) -> str:
    """Of groups beside each other: which differ from all of them by more than noise."""
    t, metric = visit.t.says, BY_KEY[key]
    if everybody.value is None or not groups:
        return str(t.nothing)
    differing = _by_tone(visit, metric, dimension, groups, everybody)
    values = {"name": visit.name(key), "value": visit.shown(key, everybody)}
    parts = [t[tone].format(groups=_listed(visit, names)) for tone, names in differing.items() if names]
    return str(t.all.format(**values)) + " " + (" ".join(parts) if parts else str(t.alike))


def _by_tone(
    visit: Visit, metric: Metric, dimension: str, groups: Mapping[str, Figure], everybody: Figure
) -> dict[str, list[str]]:
    tones: dict[str, list[str]] = {"good": [], "bad": []}
    for group, figure in groups.items():
        tone = against(metric, figure, everybody)
        if tone in tones:
            shown = visit.shown(metric.key, figure)
            tones[tone].append(str(visit.t.says.group.format(name=visit.naming.value(dimension, group), value=shown)))
    return tones


def _listed(visit: Visit, names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    listed = ", ".join(names[:_MOST_NAMED])
    return f"{listed} {visit.t.says.others.format(rest)}" if rest > 0 else listed


def largest(visit: Visit, parts: Sequence[tuple[str, Optional[Value], str]]) -> str:
    """Of parts or amounts (name, value, as read): the largest and the smallest."""
    known = [part for part in parts if part[1] is not None]
    if not known:
        return str(visit.t.says.nothing)
    most = max(known, key=lambda part: float(part[1] or 0))
    least = min(known, key=lambda part: float(part[1] or 0))
    if most is least:
        return str(visit.t.says.only.format(name=most[0], value=most[2]))
    return str(visit.t.says.largest.format(most=most[0], most_value=most[2], least=least[0], least_value=least[2]))


def moved(visit: Visit, shift: Optional[Shift]) -> str:
    """How a figure compares with the period before; nothing where there is none."""
    if shift is None:
        return ""
    t = visit.t.says
    ending = t.unsure if shift.is_noise is None else t.noise if shift.is_noise else t.beyond_noise
    return str(t.moved.format(old=shift.before, change=shift.text, ending=ending))
