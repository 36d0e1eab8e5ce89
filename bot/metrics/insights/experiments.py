"""Experiments: what variants of an answer did, against the control, and whether it is time to look.

Customers are assigned to variants, so customers are counted: each once, by the conversation in which they first saw
the answer. Of several judgements of it there the last one holds.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Mapping, Optional

from bot.base.experiments import CONTROL, Experiment
from bot.metrics.definitions.facts import CONVERSATIONS, Fact
from bot.metrics.definitions.metric import Metric
from bot.metrics.insights.changes import Verdict, direction
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.query import Query, can_answer, parameters, relation
from bot.metrics.queries.report import figure
from bot.metrics.registry import BY_KEY
from bot.metrics.registry.outcomes import CONTAINED, HANDLED
from bot.metrics.statistics.figures import Figure, Interval, difference, rate
from bot.metrics.statistics.sample_size import sample_size
from bot.metrics.statistics.significance import LEVEL, adjusted, p_of_proportions
from bot.warehouse.warehouse import Warehouse

SMALLEST = 0.05
# How far back it is looked for what is usual.
_BASELINE = timedelta(days=90)
_EXPOSED = Fact(
    "exposed",
    """(
        SELECT c.* EXCLUDE (variant), x.experiment, x.variant AS arm, x.experiment || '/' || x.variant AS variant,
               x.at_day AS exposed_day, verdict
        FROM exposures AS x JOIN conversations AS c USING (conversation_id) LEFT JOIN (
            SELECT conversation_id, arg_max(helpful, question_id) AS verdict FROM questions
            WHERE topic = $of_topic AND helpful IS NOT NULL GROUP BY conversation_id
        ) AS judged USING (conversation_id)
        WHERE x.experiment = $of_experiment)""",
    "conversation_id", "exposed_day", CONVERSATIONS.dimensions, CONVERSATIONS.columns,
)  # fmt: skip
# Which customers are measured, and which of them are successes.
_SUCCESS: Mapping[str, tuple[str, str]] = {
    "helpfulness": ("verdict IS NOT NULL", "verdict"),
    "containment": (HANDLED, CONTAINED),
    "csat": ("rating IS NOT NULL", "rating >= 4"),
}


@dataclass(frozen=True)
class Result:
    """`difference` is the 95 % interval to the control (Newcombe); `p` is adjusted for the number of variants."""

    variant: str
    exposed: int
    figure: Figure
    difference: Optional[Interval]
    p: Optional[float]
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """So many measured customers are `needed` per variant to find the smallest difference that matters in four of five
    such experiments; `reached` is what the variant with the fewest has.

    Before that a look is peeking: to whoever looks often enough chance alone shows a winner sooner or later.
    """

    results: tuple[Result, ...]
    baseline: Figure
    needed: Optional[int]
    reached: int

    @property
    def is_peeking(self) -> bool:
        return self.needed is None or self.reached < self.needed


@dataclass(frozen=True)
class _Arm:
    """Of the customers `exposed` those count in the figure of whom the metric is known."""

    exposed: int
    figure: Figure


def compare(warehouse: Warehouse, asked: Asked, experiment: Experiment, smallest: float = SMALLEST) -> Comparison:
    """Customers first exposed in the period, which should be that of the experiment; the control is the first result.

    `smallest` is the least difference of the metric that would matter, as a share.
    """
    asked = asked.divided(None)
    arms = _arms(warehouse, asked, experiment)
    baseline = _baseline(warehouse, asked, experiment, arms[CONTROL].figure)
    needed = sample_size(float(baseline.value), smallest) if baseline.value is not None else None
    reached = min(arm.figure.n for arm in arms.values())
    return Comparison(_results(BY_KEY[experiment.metric], arms), baseline, needed, reached)


def _arms(warehouse: Warehouse, asked: Asked, experiment: Experiment) -> dict[str, _Arm]:
    """By variant, the control first."""
    measured, success = _SUCCESS[experiment.metric]
    counts = f"count(*), count(*) FILTER (WHERE {measured}), count(*) FILTER (WHERE ({measured}) AND ({success}))"
    found: dict[str, _Arm] = {}
    if can_answer(_EXPOSED, asked):
        sql = f"SELECT arm, {counts} FROM {relation(_EXPOSED, asked)} GROUP BY arm"  # noqa: S608
        given = {**parameters(asked), "of_topic": experiment.topic, "of_experiment": experiment.key}
        rows = Query(sql, given).run(warehouse)
        found = {name: _Arm(exposed, rate(good, whole)) for name, exposed, whole, good in rows}
    names = sorted({*experiment.variants, *found, CONTROL} - {CONTROL})
    return {name: found.get(name, _Arm(0, rate(0, 0))) for name in (CONTROL, *names)}


def _baseline(warehouse: Warehouse, asked: Asked, experiment: Experiment, control: Figure) -> Figure:
    """What was usual on the topic before the period; what the control reached, where there was nothing before."""
    before = Period(asked.period.start - _BASELINE, asked.period.start)
    usual = figure(warehouse, asked.over(before).only("topic", experiment.topic), experiment.metric)
    return usual if usual.n else control


def _results(metric: Metric, arms: Mapping[str, _Arm]) -> tuple[Result, ...]:
    control = arms[CONTROL].figure
    ps = {name: p for name, arm in arms.items() if name != CONTROL and (p := _p(arm.figure, control)) is not None}
    tested = dict(zip(ps, adjusted(list(ps.values())), strict=True))
    return tuple(_result(metric, name, arm, control, tested.get(name)) for name, arm in arms.items())


def _result(metric: Metric, name: str, arm: _Arm, control: Figure, p: Optional[float]) -> Result:
    apart = None if name == CONTROL else difference(arm.figure, control)
    return Result(name, arm.exposed, arm.figure, apart, p, _verdict(metric, arm.figure, control, p))


def _verdict(metric: Metric, found: Figure, control: Figure, p: Optional[float]) -> Verdict:
    if p is None or found.value is None or control.value is None:
        return "unknown"
    return direction(metric, found.value > control.value) if p <= LEVEL else "noise"


def _p(one: Figure, other: Figure) -> Optional[float]:
    return p_of_proportions(one.numerator or 0, one.n, other.numerator or 0, other.n)
