"""Headline figures: value, change, interval, n, target and the shape of their course."""

from dataclasses import dataclass
from typing import Mapping, Optional, Sequence

from bot.dashboard.charts.shifts import Shift, shifts
from bot.dashboard.charts.spark import spark
from bot.dashboard.visits.visit import Figures, Visit
from bot.metrics.definitions.metric import COUNT, Metric
from bot.metrics.registry import BY_KEY
from bot.metrics.statistics.figures import Figure


@dataclass(frozen=True)
class Tile:
    key: str
    name: str
    value: str
    link: str
    n: str
    interval: str
    shift: Optional[Shift]
    target: str
    is_reached: Optional[bool]
    lines: Sequence[str]


def tiles(visit: Visit, keys: Sequence[str]) -> list[Tile]:
    """A tile for each metric, in this order."""
    wanted = visit.targets
    figures, moved, course = visit.figures(keys), shifts(visit, keys), visit.by(visit.unit, keys)
    return [_tile(visit, BY_KEY[key], figures[key], moved.get(key), course, wanted.get(key)) for key in keys]


def _tile(
    visit: Visit, metric: Metric, figure: Figure, shift: Optional[Shift], course: Mapping[str, Figures],
    target: Optional[float],
) -> Tile:  # fmt: skip
    is_count = metric.unit == COUNT
    return Tile(
        key=metric.key,
        name=visit.name(metric.key),
        value=visit.shown(metric.key, figure),
        link=visit.link(metric.key),
        n="" if is_count or figure.value is None else visit.t.n.format(visit.numbers.count(figure.n)),
        interval="" if is_count or not figure.interval else visit.numbers.interval(metric.unit, figure.interval),
        shift=shift,
        target="" if target is None else visit.numbers.value(metric.unit, target),
        is_reached=_reached(metric, figure, target),
        lines=spark([figures[metric.key].value for figures in course.values()]),
    )


def _reached(metric: Metric, figure: Figure, target: Optional[float]) -> Optional[bool]:
    if target is None or figure.value is None:
        return None
    return figure.value <= target if metric.better == "down" else figure.value >= target
