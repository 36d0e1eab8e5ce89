"""Customers through time: cohorts, the funnel, transitions between stages, and the lenses."""

from collections import Counter, defaultdict
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple, Optional

from tests.metrics.brute_force.compute import UNITS
from tests.metrics.brute_force.declared import STAGES, step
from tests.metrics.brute_force.facts import Facts


class Staged(NamedTuple):
    at: datetime
    number: int
    stage: str


def cohorts(facts: Facts, period: tuple[date, date], unit: str) -> dict[date, tuple[int, dict[date, int]]]:
    """For customers whose first day is in the period: how many there are, and how many were active in each unit."""
    found: dict[date, tuple[int, dict[date, int]]] = {}
    of = UNITS[unit]
    members: dict[date, list[set[date]]] = defaultdict(list)
    for customer in facts.people.customers.values():
        if period[0] <= customer.first_day < period[1]:
            members[of(customer.first_day)].append({of(day) for day in customer.days})
    for first, everybody in sorted(members.items()):
        active = Counter(unit for units in everybody for unit in units)
        found[first] = len(everybody), dict(sorted(active.items()))
    return found


def stages(facts: Facts, period: tuple[date, date]) -> dict[int, list[Staged]]:
    """Each customer's stages within the period, in time order; an order is a decision, a later one retention."""
    found: dict[int, list[Staged]] = defaultdict(list)
    day = facts.clock.day
    for customer, history in facts.people.history.items():
        inside = (t for t in history if t.stage and period[0] <= day(t.at) < period[1])
        found[customer] += [Staged(t.at, t.id, t.stage or "") for t in inside]
    for customer, orders in facts.people.bought.items():
        inside_too = (b for b in orders if period[0] <= b.day < period[1])
        found[customer] += [Staged(b.at, 0, "decision" if b.ordinal == 1 else "retention") for b in inside_too]
    return {customer: sorted(steps) for customer, steps in found.items() if steps}


def funnel(facts: Facts, period: tuple[date, date]) -> dict[str, int]:
    """Customers who were active in the period, by the furthest stage they reached in it."""
    reached = stages(facts, period)
    found = Counter(dict.fromkeys(STAGES, 0))
    for customer in facts.people.customers.values():
        if any(period[0] <= day < period[1] for day in customer.days) and customer.id in reached:
            found[max((s.stage for s in reached[customer.id]), key=STAGES.index)] += 1
    return dict(found)


def transitions(facts: Facts, period: tuple[date, date]) -> dict[tuple[str, str], int]:
    """How often a customer went from one stage to another one."""
    found: Counter[tuple[str, str]] = Counter()
    for steps in stages(facts, period).values():
        found.update((a.stage, b.stage) for a, b in pairwise(steps) if a.stage != b.stage)
    return dict(found)


def lens(facts: Facts, period: tuple[date, date], name: str) -> dict[Optional[str], int]:
    """The touchpoints of the period by the lens's step."""
    inside = (e.touchpoint for e in facts.engagements if e.touchpoint and period[0] <= e.day < period[1])
    return dict(Counter(step(name, t.kind, t.stage) for t in inside))
