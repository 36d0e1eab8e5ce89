"""Customers through time: cohorts, the funnel, transitions between stages, and the lenses."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

from tests.metrics.brute_force.compute import UNITS, Filters, fits
from tests.metrics.brute_force.declared import BY_CUSTOMER, STAGES, step
from tests.metrics.brute_force.facts import Engaged, Facts

Period = tuple[date, date]
# How often, and of how many customers.
Counted = tuple[int, int]


def cohorts(facts: Facts, period: Period, unit: str, filters: Filters) -> dict[date, tuple[int, dict[date, int]]]:
    """Of the customers who came in the period: how many, and how many were active in each unit of it."""
    of = UNITS[unit]
    members: dict[date, list[set[date]]] = defaultdict(list)
    for customer in facts.people.customers.values():
        if period[0] <= customer.first_day < period[1] and fits(customer, filters):
            members[of(customer.first_day)].append({of(day) for day in customer.days if day < period[1]})
    return {
        first: (len(everybody), dict(Counter(unit for units in everybody for unit in units)))
        for first, everybody in members.items()
    }


def inside(facts: Facts, period: Period, filters: Filters) -> list[Engaged]:
    return [e for e in facts.engagements if period[0] <= e.day < period[1] and fits(e, filters)]


def staged(facts: Facts, period: Period, filters: Filters) -> dict[int, list[str]]:
    """The stages of what each customer did within the period, in time order; at the same moment orders come first."""
    found: dict[int, list[Engaged]] = defaultdict(list)
    for engaged in inside(facts, period, filters):
        if engaged.customer and engaged.stage and (engaged.kind is None or engaged.kind in BY_CUSTOMER):
            found[engaged.customer].append(engaged)
    return {
        customer: [e.stage or "" for e in sorted(steps, key=lambda e: (e.at, e.number))]
        for customer, steps in found.items()
    }


def funnel(facts: Facts, period: Period, filters: Filters) -> dict[str, int]:
    """Customers who were active in the period, by the furthest stage they reached in it."""
    reached = staged(facts, period, filters)
    found = Counter(dict.fromkeys(STAGES, 0))
    for customer in facts.people.customers.values():
        if customer.id in reached and any(period[0] <= day < period[1] for day in customer.days):
            found[max(reached[customer.id], key=STAGES.index)] += 1
    return dict(found)


def transitions(facts: Facts, period: Period, filters: Filters) -> dict[tuple[str, str], Counted]:
    """How often customers went from one stage to another one."""
    times: Counter[tuple[str, str]] = Counter()
    customers: Counter[tuple[str, str]] = Counter()
    for steps in staged(facts, period, filters).values():
        changes = [(before, after) for before, after in pairwise(steps) if before != after]
        times.update(changes)
        customers.update(set(changes))
    return {change: (times[change], customers[change]) for change in times}


def lens(facts: Facts, period: Period, filters: Filters, name: str) -> dict[str, Counted]:
    """The touchpoints of the period by the lens's step."""
    found: dict[str, list[Engaged]] = defaultdict(list)
    for engaged in inside(facts, period, filters):
        if engaged.number:
            found[step(name, engaged.kind or "", engaged.stage) or ""].append(engaged)
    return {name: (len(some), len({e.customer for e in some})) for name, some in found.items()}
