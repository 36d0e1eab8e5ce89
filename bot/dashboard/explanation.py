"""The page of one metric: what it is, what it is now, its course, its breakdown, and the rows behind it."""

from typing import Any, Mapping, Optional, Sequence

from bot.dashboard.charts.chart import Chart
from bot.dashboard.charts.courses import trend
from bot.dashboard.charts.groups import breakdown
from bot.dashboard.charts.shifts import shifts
from bot.dashboard.leaves import leaf
from bot.dashboard.visits.visit import Visit
from bot.metrics.definitions.facts import Fact
from bot.metrics.definitions.measures import Count, Part
from bot.metrics.definitions.metric import Metric
from bot.metrics.definitions.quantities import Mean, Product, Quantile, Total
from bot.metrics.queries.dimensions import DIMENSIONS, TIMES
from bot.metrics.queries.query import can_answer

# What is measured or counted once has no two parts to look at.
_MOST_GROUPS = 60
_ONE_PART = (Count, Mean, Quantile, Total)


def divisions(fact: Fact) -> list[str]:
    return [key for key in DIMENSIONS if fact.expression(key)]


def choices(metric: Metric) -> Sequence[Part]:
    if isinstance(metric.measure, Product):
        return ()
    return ("denominator",) if isinstance(metric.measure, _ONE_PART) else ("denominator", "numerator")


def explained(visit: Visit, metric: Metric, by: str, part: Part, page: int) -> Mapping[str, Any]:
    """Everything that the page of a metric shows."""
    figure = visit.figures([metric.key])[metric.key]
    offered = divisions(metric.fact)
    by = by if by in offered else _usual(offered)
    return {
        "metric": metric,
        "words": visit.metric_words(metric),
        "figure": figure,
        "value": visit.shown(metric.key, figure),
        "interval": visit.numbers.interval(metric.unit, figure.interval) if figure.interval else "",
        "shift": shifts(visit, [metric.key]).get(metric.key),
        "factors": _factors(visit, metric),
        "answers": can_answer(metric.fact, visit.asked.divided(None)),
        "course": trend(visit, metric.key, wide=True),
        "divided": _divided(visit, metric, by),
        "by": by,
        "kept": {"by": by},
        "divisions": offered,
        "part": part,
        "choices": choices(metric),
        "leaf": leaf(visit, metric, part, page),
    }


def _usual(offered: Sequence[str]) -> str:
    return next((key for key in ("topic", "channel", *offered) if key in offered), "")


def _factors(visit: Visit, metric: Metric) -> list[tuple[str, str, str]]:
    if not isinstance(metric.measure, Product):
        return []
    found = visit.figures(metric.measure.factors)
    return [(visit.name(key), visit.shown(key, found[key]), visit.link(key)) for key in metric.measure.factors]


def _divided(visit: Visit, metric: Metric, by: str) -> Optional[Chart]:
    if not by:
        return None
    if by in TIMES:
        return trend(visit, metric.key, unit=by, wide=True)
    return breakdown(visit, metric.key, by, most=_MOST_GROUPS, wide=True)
