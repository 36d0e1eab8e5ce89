"""The customers' journey: how far they get, which way they go, and the same touchpoints seen through other lenses.

Stages and lenses are those of data/journey.yml. A step is what a customer did: what we do (asking for a
rating, closing a conversation) moves nobody on. An order is a step, too: the first one decision, later ones retention.
"""

from dataclasses import dataclass
from typing import Any, Mapping

from bot.base.journey import Step, journey
from bot.metrics.definitions.facts import ENGAGEMENTS, TOUCHPOINTS, Fact
from bot.metrics.queries.asked import Asked
from bot.metrics.queries.query import Query, can_answer, parameters, relation
from bot.warehouse.warehouse import Warehouse

_STEPS = Fact(
    "steps",
    """(
        SELECT touchpoint_id, customer_id, at_time, at_day, channel, language, location, topic, agent_id, model_version,
               experiment || '/' || variant AS variant, engagement, stage
        FROM touchpoints WHERE stage IS NOT NULL AND kind IN (SELECT unnest($own))
        UNION ALL BY NAME
        SELECT -order_id AS touchpoint_id, customer_id, at_time, at_day, channel, language, location,
               'transactional' AS engagement, CASE WHEN ordinal = 1 THEN 'decision' ELSE 'retention' END AS stage
        FROM orders WHERE customer_id IS NOT NULL)""",
    "touchpoint_id", "at_day", ENGAGEMENTS.dimensions, ("touchpoint_id", "customer_id", "at_time", "stage"),
)  # fmt: skip
_ACTIVE = "SELECT customer_id FROM activity WHERE day >= $start AND day < $end"


@dataclass(frozen=True)
class Reached:
    """How many customers got to the stage and no further, and how many got at least as far."""

    stage: str
    furthest: int
    at_least: int


@dataclass(frozen=True)
class Transition:
    """How often a customer's touchpoint at `before` was followed by one at `after`, and how many customers' were."""

    before: str
    after: str
    times: int
    customers: int


@dataclass(frozen=True)
class Seen:
    """The touchpoints of a lens's step, and whose they are: a customer can be at several steps."""

    step: str
    touchpoints: int
    customers: int


def funnel(warehouse: Warehouse, asked: Asked) -> list[Reached]:
    """Customers active in the period by the furthest stage of what they did in it.

    All stages in their order; with filters, of the touchpoints that fit.
    """
    asked, stages = asked.divided(None), journey().stages
    if not can_answer(_STEPS, asked):
        return []
    furthest = f"""SELECT max(list_position($stages, stage)) AS place FROM {relation(_STEPS, asked)}
        WHERE customer_id IN ({_ACTIVE}) GROUP BY customer_id"""  # noqa: S608
    sql = f"SELECT place, count(*) FROM ({furthest}) WHERE place > 0 GROUP BY place"  # noqa: S608
    counted = dict(Query(sql, {**_given(asked), "stages": list(stages)}).run(warehouse))
    numbers = [int(counted.get(place, 0)) for place in range(1, len(stages) + 1)]
    return [Reached(stage, numbers[place], sum(numbers[place:])) for place, stage in enumerate(stages)]


def transitions(warehouse: Warehouse, asked: Asked) -> list[Transition]:
    """From one stage to the next different one of the same customer within the period, the most frequent first.

    In the order of time; at the same moment orders come first, then touchpoints as they were recorded.
    """
    asked = asked.divided(None)
    if not can_answer(_STEPS, asked):
        return []
    earlier = "lag(stage) OVER (PARTITION BY customer_id ORDER BY at_time, touchpoint_id)"
    steps = f"SELECT customer_id, stage, {earlier} AS before FROM {relation(_STEPS, asked)}"  # noqa: S608
    sql = f"""SELECT before, stage, count(*) AS times, count(DISTINCT customer_id) FROM ({steps})
        WHERE before <> stage GROUP BY before, stage ORDER BY times DESC, before, stage"""  # noqa: S608
    return [Transition(*row) for row in Query(sql, _given(asked)).run(warehouse)]


def _given(asked: Asked) -> dict[str, Any]:
    own = [name for name, kind in journey().kinds.items() if kind.by_customer]
    return {**parameters(asked), "own": own}


def lens(warehouse: Warehouse, asked: Asked, name: str) -> list[Seen]:
    """The period's touchpoints, without orders, by the steps of the lens in their order.

    Raises:
        KeyError: there is no such lens.
    """
    asked, steps = asked.divided(None), journey().lenses[name]
    if not can_answer(TOUCHPOINTS, asked):
        return []
    per_customer = f"""SELECT coalesce(of_kind.step, of_stage.step) AS step, customer_id, count(*) AS times
        FROM {relation(TOUCHPOINTS, asked)}
        LEFT JOIN (SELECT unnest($kinds) AS kind, unnest($kind_steps) AS step) AS of_kind USING (kind)
        LEFT JOIN (SELECT unnest($stages) AS stage, unnest($stage_steps) AS step) AS of_stage USING (stage)
        GROUP BY ALL"""  # noqa: S608
    sql = f"SELECT step, sum(times), count(*) FROM ({per_customer}) GROUP BY step"  # noqa: S608
    found = Query(sql, {**parameters(asked), **_named(steps)}).run(warehouse)
    counted = {step: (int(times), int(customers)) for step, times, customers in found}
    return [Seen(step, *counted.get(step, (0, 0))) for step in steps]


def _named(steps: Mapping[str, Step]) -> dict[str, list[str]]:
    """Which step names a kind, which a stage: lists that belong together place by place."""
    kinds = {kind: name for name, step in steps.items() for kind in step.kinds}
    stages = {stage: name for name, step in steps.items() for stage in step.stages}
    return {
        "kinds": list(kinds), "kind_steps": list(kinds.values()),
        "stages": list(stages), "stage_steps": list(stages.values()),
    }  # fmt: skip
