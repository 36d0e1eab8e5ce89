"""Cohorts, funnel, transitions and lenses are those of the second implementation."""

from datetime import timedelta
from typing import Any, Iterator, Mapping

import pytest

from bot.metrics.insights import cohorts, journeys
from bot.metrics.queries.asked import Asked, Period
from bot.store.base.database import Database
from tests.metrics.brute_force import journeys as again
from tests.metrics.brute_force.compute import UNITS
from tests.metrics.brute_force.declared import JOURNEY
from tests.metrics.generated import generated
from tests.metrics.test_against_brute_force import AS_OF, AUTUMN, Both, both

Filters = Mapping[str, tuple[str, ...]]
FILTERS: list[Filters] = [{}, {"language": ("ko",), "location": ("", "köln")}]


@pytest.fixture
def compared(database: Database) -> Iterator[Both]:
    compared = both(database, generated(400, seed=8), "Europe/Berlin")
    yield compared
    compared.warehouse.close()


def _asked(filters: Filters) -> Asked:
    return Asked(Period(*AUTUMN), filters, as_of=AS_OF)


def test_the_journey_of_customers_and_who_stays(compared: Both) -> None:
    for filters in FILTERS:
        _check_funnel(compared, filters)
        _check_ways(compared, filters)
        for unit in ("week", "month"):
            _check_cohorts(compared, filters, unit)


def _check_funnel(compared: Both, filters: Filters) -> None:
    reached = journeys.funnel(compared.warehouse, _asked(filters))
    assert {one.stage: one.furthest for one in reached} == again.funnel(compared.facts, AUTUMN, filters)
    assert [one.at_least for one in reached] == [sum(o.furthest for o in reached[n:]) for n in range(len(reached))]


def _check_ways(compared: Both, filters: Filters) -> None:
    went = journeys.transitions(compared.warehouse, _asked(filters))
    found = {(one.before, one.after): (one.times, one.customers) for one in went}
    assert found == again.transitions(compared.facts, AUTUMN, filters)
    for name in JOURNEY["lenses"]:
        seen = journeys.lens(compared.warehouse, _asked(filters), name)
        steps = {one.step: (one.touchpoints, one.customers) for one in seen if one.touchpoints}
        assert steps == again.lens(compared.facts, AUTUMN, filters, name)


def _check_cohorts(compared: Both, filters: Filters, unit: Any) -> None:
    expected = again.cohorts(compared.facts, AUTUMN, unit, filters)
    found = cohorts.retention(compared.warehouse, _asked(filters), unit)
    assert {one.first: (one.size, one.active) for one in found} == {
        first: (size, tuple(active.get(later, 0) for later in _units(first, unit)))
        for first, (size, active) in expected.items()
    }


def _units(first: Any, unit: str) -> list[Any]:
    """The cohort's own week or month, and each after it until the period ends."""
    days = (first + timedelta(days=number) for number in range((AUTUMN[1] - first).days))
    return sorted({UNITS[unit](day) for day in days})
