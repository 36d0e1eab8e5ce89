"""How far a metric is from its goal, now and in the weeks, months or quarters before."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Optional

from bot.metrics.definitions.measures import Count
from bot.metrics.definitions.metric import Metric
from bot.metrics.definitions.quantities import Total
from bot.metrics.insights.changes import today
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.dimensions import first_day
from bot.metrics.queries.report import figure, trend
from bot.metrics.registry import BY_KEY
from bot.metrics.statistics.figures import Figure
from bot.store.analytics.goals import Goal
from bot.warehouse.warehouse import Warehouse

# Of what is over: reached or missed. Of what is not: reached or missed where nothing can change it any more, on track
# where it would be reached if it went on so, else open. Without data: open.
Status = Literal["reached", "on track", "missed", "open"]
_BEFORE = 6
_DAY = timedelta(days=1)
# From the first day of any, so many days lead into the next.
_LONGEST = {"week": timedelta(days=7), "month": timedelta(days=31), "quarter": timedelta(days=92)}


@dataclass(frozen=True)
class Standing:
    """`is_sure`: do so many cases tell it from the target? Counts and sums are known; None where nobody knows.

    `meets_benchmark` is None without one, or without data.
    """

    period: Period
    figure: Figure
    status: Status
    is_sure: Optional[bool]
    meets_benchmark: Optional[bool]


@dataclass(frozen=True)
class Progress:
    """`past` has the times before, the newest first."""

    goal: Goal
    metric: Metric
    current: Standing
    past: tuple[Standing, ...]


def progress(warehouse: Warehouse, asked: Asked, goal: Goal, before: int = _BEFORE) -> Progress:
    """At the moment of the question; its filters hold, its period does not matter.

    Raises:
        KeyError: there is no such metric any more.
    """
    metric, this_day = BY_KEY[goal.metric], today(warehouse, asked)
    periods = _periods(first_day(this_day, goal.every), goal.every, before)
    figures = _figures(warehouse, asked, goal, periods)
    current, *past = (
        _standing(goal, metric, period, found, this_day) for period, found in zip(periods, figures, strict=True)
    )
    return Progress(goal, metric, current, tuple(past))


def _periods(first: date, unit: str, before: int) -> list[Period]:
    """The one that begins on `first` and so many before it, the newest first."""
    periods = [Period(first, first_day(first + _LONGEST[unit], unit))]
    for _ in range(before):
        end = periods[-1].start
        periods.append(Period(first_day(end - _DAY, unit), end))
    return periods


def _figures(warehouse: Warehouse, asked: Asked, goal: Goal, periods: list[Period]) -> list[Figure]:
    """For each period; of the one that is not over, up to today: what has not happened yet is no loss."""
    end = today(warehouse, asked) + _DAY
    if goal.every in BY_KEY[goal.metric].fact.times:
        found = trend(warehouse, asked.over(Period(periods[-1].start, end)), goal.metric, goal.every)
        return [found[str(period.start)] for period in periods]
    until_now = [Period(period.start, min(period.end, end)) for period in periods]
    return [figure(warehouse, asked.over(period), goal.metric) for period in until_now]


def _standing(goal: Goal, metric: Metric, period: Period, found: Figure, this_day: date) -> Standing:
    if found.value is None:
        return Standing(period, found, "open", None, None)
    value = float(found.value)
    benchmark = None if goal.benchmark is None else _meets(metric, value, goal.benchmark)
    status = _status(goal, metric, period, value, this_day)
    return Standing(period, found, status, _is_sure(metric, found, goal.target), benchmark)


def _status(goal: Goal, metric: Metric, period: Period, value: float, this_day: date) -> Status:
    meets = _meets(metric, value, goal.target)
    if period.end <= this_day:
        return "reached" if meets else "missed"
    if _adds_up(metric):
        return _status_so_far(goal, metric, value, (this_day - period.start) / period.length)
    return "on track" if meets else "open"


def _status_so_far(goal: Goal, metric: Metric, value: float, elapsed: float) -> Status:
    """Of what only grows until the period is over; `elapsed` is the share of it that is over."""
    meets = _meets(metric, value, goal.target)
    if metric.better != "down":
        return "reached" if meets else "on track" if value >= goal.target * elapsed else "open"
    return "missed" if not meets else "on track" if value <= goal.target * elapsed else "open"


def _meets(metric: Metric, value: float, target: float) -> bool:
    return value <= target if metric.better == "down" else value >= target


def _adds_up(metric: Metric) -> bool:
    return isinstance(metric.measure, (Count, Total)) and "day" in metric.fact.times


def _is_sure(metric: Metric, found: Figure, target: float) -> Optional[bool]:
    if _adds_up(metric):
        return True
    return None if found.interval is None else not found.interval[0] <= target <= found.interval[1]
