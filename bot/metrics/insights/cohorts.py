"""Who stays: customers by the week or month in which they came, and how many were active in each later one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Mapping

from bot.metrics.definitions.facts import PERIOD_CUSTOMERS, Fact
from bot.metrics.insights.changes import today
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.dimensions import units
from bot.metrics.queries.query import Query, can_answer, parameters, relation
from bot.warehouse.warehouse import Warehouse

_ACTIVE_DAYS = Fact(
    "active_days",
    "(SELECT c.*, day FROM customers AS c JOIN activity USING (customer_id) WHERE day < $end)",
    "customer_id", "first_day", PERIOD_CUSTOMERS.dimensions, ("customer_id", "first_day", "day"),
)  # fmt: skip


@dataclass(frozen=True)
class Cohort:
    """The customers who came in the week or month that begins on `first`; `active` counts them in it and each after.

    The last number is of the unit in which the period ends, or that is not over yet.
    """

    first: date
    size: int
    active: tuple[int, ...]


def retention(warehouse: Warehouse, asked: Asked, unit: Literal["week", "month"] = "month") -> list[Cohort]:
    """Customers who came in the period, the first cohort first; cohorts without customers are left out.

    What lies after the period, or after the moment of the question, is not looked at.
    """
    asked = asked.divided(None)
    if not can_answer(_ACTIVE_DAYS, asked):
        return []
    counted: dict[date, dict[str, int]] = defaultdict(dict)
    for first, later, customers in _counted(warehouse, asked, unit):
        counted[first][str(later)] = customers
    end = min(asked.period.end, today(warehouse, asked) + timedelta(days=1))
    return [_cohort(first, counted[first], units(Period(first, end), unit)) for first in sorted(counted) if first < end]


def _cohort(first: date, counted: Mapping[str, int], places: list[str]) -> Cohort:
    # On the day they came they were active.
    return Cohort(first, counted[str(first)], tuple(counted.get(place, 0) for place in places))


def _counted(warehouse: Warehouse, asked: Asked, unit: str) -> list[tuple[date, date, int]]:
    first, later = (f"CAST(date_trunc('{unit}', {day}) AS DATE)" for day in ("first_day", "day"))
    rows = relation(_ACTIVE_DAYS, asked)
    sql = f"SELECT {first} AS first, {later} AS later, count(DISTINCT customer_id) FROM {rows} GROUP BY ALL"  # noqa: S608
    return Query(sql, parameters(asked)).run(warehouse)
