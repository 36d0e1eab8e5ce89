"""How figures differ from those of another period, and whether that is more than noise."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Callable, Iterable, Literal, Mapping, Optional
from zoneinfo import ZoneInfo

from bot.metrics.definitions.measures import Count
from bot.metrics.definitions.metric import Metric
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.query import ALL, measured
from bot.metrics.queries.report import Measured, Report, report
from bot.metrics.registry import BY_KEY
from bot.metrics.statistics.figures import Figure, Interval, difference
from bot.metrics.statistics.significance import Pairs
from bot.warehouse.warehouse import Warehouse

# higher and lower: it moved, but neither way is good or bad. unknown: no data, or nothing known of how sure it is.
Verdict = Literal["better", "worse", "higher", "lower", "noise", "unknown"]


@dataclass(frozen=True)
class Change:
    """`difference` is the 95 % interval of now - before, in the metric's unit; of counts, of the days that are over."""

    metric: Metric
    now: Figure
    before: Figure
    difference: Optional[Interval]
    verdict: Verdict


def changes(
    warehouse: Warehouse,
    asked: Asked,
    keys: Iterable[str],
    against: Optional[Period] = None,
    values: Measured = measured,
) -> dict[str, Change]:
    """The metrics named, against the period before or another one; not divided by anything.

    Counts of things are compared day by day: they vary more than chance alone would let them, and today is not over.
    Raises:
        KeyError: there is no such metric.
    """
    metrics = [BY_KEY[key] for key in keys]
    asked = asked.divided(None)
    earlier = asked.over(against or asked.period.before())
    ask = partial(report, warehouse, values=values)
    counted = _daily(ask, days_over(warehouse, asked), asked, earlier, [m.key for m in metrics if _is_daily(m)])
    now, before = (ask(one, [metric.key for metric in metrics]).groups[ALL] for one in (asked, earlier))
    return {metric.key: _change(metric, now[metric.key], before[metric.key], counted) for metric in metrics}


def verdict(metric: Metric, apart: Optional[Interval]) -> Verdict:
    """What an interval of now - before says."""
    if apart is None:
        return "unknown"
    low, high = apart
    return "noise" if low <= 0 <= high else direction(metric, low > 0)


def direction(metric: Metric, is_higher: bool) -> Verdict:
    if metric.better is None:
        return "higher" if is_higher else "lower"
    return "better" if is_higher == (metric.better == "up") else "worse"


def days_over(warehouse: Warehouse, asked: Asked) -> int:
    """How many days of the period are over at the moment of the question."""
    return max(0, min(asked.period.length, today(warehouse, asked) - asked.period.start).days)


def today(warehouse: Warehouse, asked: Asked) -> date:
    """The reporting day at the moment of the question."""
    return asked.as_of.astimezone(ZoneInfo(warehouse.zone)).date()


def _is_daily(metric: Metric) -> bool:
    return isinstance(metric.measure, Count) and "day" in metric.fact.times


def _change(metric: Metric, now: Figure, before: Figure, counted: Mapping[str, Optional[Interval]]) -> Change:
    apart = counted[metric.key] if metric.key in counted else difference(now, before)
    return Change(metric, now, before, apart, verdict(metric, apart))


def _daily(
    ask: Callable[[Asked, list[str]], Report], over: int, now: Asked, before: Asked, keys: list[str]
) -> dict[str, Optional[Interval]]:
    if not keys:
        return {}
    if now.period.length != before.period.length:
        return dict.fromkeys(keys)
    if over < 2:
        return dict.fromkeys(keys)
    days = timedelta(days=over)
    one, other = (
        ask(some.over(Period(some.period.start, some.period.start + days)).divided("day"), keys)
        for some in (now, before)
    )
    return {key: Pairs.of(_series(one, key), _series(other, key)).interval for key in keys}


def _series(by_day: Report, key: str) -> list[int]:
    return [by_day.groups[str(day)][key].n for day in by_day.asked.period.days()]
