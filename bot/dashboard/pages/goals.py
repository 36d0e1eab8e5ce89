"""What metrics should reach, how far they are, and setting it."""

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit
from bot.metrics.definitions.metric import COUNT, MONEY, SCORE, SECONDS, SHARE
from bot.metrics.insights.goals import Progress, Standing, progress
from bot.metrics.registry import BY_KEY, METRICS
from bot.store.analytics import goals
from bot.store.analytics.goals import EVERY, Goal

_TONES = {"reached": "good", "on track": "good", "missed": "bad", "open": ""}
# How people write a target, in units of the metric's own.
_SCALES: Mapping[str, float] = {SHARE: 100, SCORE: 100, SECONDS: 1 / 60}


@dataclass(frozen=True)
class Past:
    period: str
    value: str
    tone: str
    status: str


@dataclass(frozen=True)
class GoalCard:
    """`share` is how much of the target is reached, for the bar: from 0 to 1."""

    goal: Goal
    name: str
    link: str
    every: str
    target: str
    benchmark: str
    now: Past
    is_sure: Optional[bool]
    share: Optional[float]
    past: Sequence[Past]


def _sections(_visit: Visit) -> Sequence[Section]:
    return []


def _more(visit: Visit) -> Mapping[str, Any]:
    with visit.database.read() as tx:
        listed = [goal for goal in goals.listed(tx) if goal.metric in BY_KEY]
    cards = [_card(visit, progress(visit.warehouse, visit.asked, goal)) for goal in listed]
    return {
        "cards": cards,
        "every": EVERY,
        "choices": [(metric.key, visit.name(metric.key), unit_of(visit, metric.unit)) for metric in METRICS],
    }


def unit_of(visit: Visit, unit: str) -> str:
    """In which unit a target is typed."""
    known = {SHARE: "%", SCORE: "points", SECONDS: "minutes", MONEY: visit.numbers.currency, COUNT: ""}
    written = known.get(unit, "")
    return str(visit.t.goals.units.find(written, written))


def typed(unit: str, written: str, decimals: int) -> float:
    """A target as somebody types it, in the metric's own unit.

    Raises:
        ValueError: it is no number.
    """
    value = float(written.strip().rstrip("%").replace(",", ""))
    if not abs(value) < 1e15:
        raise ValueError
    return value * 10**decimals if unit == MONEY else value / _SCALES.get(unit, 1)


def _card(visit: Visit, found: Progress) -> GoalCard:
    goal, unit = found.goal, found.metric.unit
    return GoalCard(
        goal=goal,
        name=visit.name(goal.metric),
        link=visit.link(goal.metric),
        every=str(visit.t.goals.every[goal.every]),
        target=visit.numbers.value(unit, goal.target),
        benchmark="" if goal.benchmark is None else visit.numbers.value(unit, goal.benchmark),
        now=_past(visit, found, found.current),
        is_sure=found.current.is_sure,
        share=_share(found),
        past=[_past(visit, found, standing) for standing in reversed(found.past)],
    )


def _share(found: Progress) -> Optional[float]:
    value, target = found.current.figure.value, found.goal.target
    if value is None or target <= 0 or value < 0:
        return None
    share = target / float(value) if found.metric.better == "down" and value else float(value) / target
    return min(1.0, share)


def _past(visit: Visit, found: Progress, standing: Standing) -> Past:
    period = visit.naming.time(found.goal.every, standing.period.start)
    status = standing.status
    words = str(visit.t.goals.status[status.replace(" ", "_")])
    return Past(period, visit.shown(found.metric.key, standing.figure), _TONES[status], words)


PAGE = Page("goals", "/goals", _sections, "goals.html", _more)
