"""Every metric of some rows: for the whole, by a dimension, with filters."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any, Callable, Iterable, Mapping, Optional, Sequence

from tests.metrics.brute_force import business, support
from tests.metrics.brute_force.conversations import Conversation
from tests.metrics.brute_force.facts import Engaged, Facts
from tests.metrics.brute_force.figures import Figure
from tests.metrics.brute_force.handoffs import AgentDay, Handoff
from tests.metrics.brute_force.parts import Link, Question, Survey
from tests.metrics.brute_force.people import Bought, Customer
from tests.metrics.brute_force.rows import Rows, Touchpoint

Groups = dict[str, dict[str, Figure]]
Filters = Mapping[str, Sequence[str]]

ALL = "all"
# What figures of a fact are divided and filtered by, beside the day.
# What is known of the customer of any fact that has one.
_WHO = {"segment", "acquisition", "campaign"}
_PROFILE = _WHO | {"channel", "language", "location", "topic", "agent", "model", "variant"}
DIMENSIONS: dict[type, set[str]] = {
    Conversation: _PROFILE | {"hour", "weekday", "resolver", "touch_level", "outcome", "returning", "office_hours"},
    Survey: _PROFILE | {"resolver"},
    Handoff: _PROFILE | {"hour", "weekday", "reason", "office_hours"},
    Question: _PROFILE,
    Link: _PROFILE,
    AgentDay: {"agent"},
    Engaged: _PROFILE | {"engagement"},
    Touchpoint: _PROFILE | {"kind", "engagement"},
    Bought: _WHO | {"location", "channel", "currency"},
    Customer: _WHO | {"channel", "language", "location"},
    business.Present: _WHO | {"channel", "language", "location"},
}
UNITS: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
}


def compute(
    rows: Rows,
    period: tuple[date, date],
    filters: Optional[Filters] = None,
    by: Optional[str] = None,
    *,
    as_of: datetime,
    time_zone: str = "UTC",
    churn_days: int = 90,
    facts: Optional[Facts] = None,
) -> Groups:
    """Figures by group (ALL without `by`). `facts` spares deriving them again for the same rows and zone."""
    return _Question(facts or Facts(rows, time_zone), period, filters or {}, by, as_of, churn_days).answer()


class _Question:
    def __init__(
        self,
        facts: Facts,
        period: tuple[date, date],
        filters: Filters,
        by: Optional[str],
        as_of: datetime,
        churn_days: int,
    ) -> None:
        self.facts, self.filters, self.by, self.as_of, self.churn_days = facts, filters, by, as_of, churn_days
        self.start, self.end = period
        self.groups: Groups = defaultdict(dict)

    def answer(self) -> Groups:
        self._counted_in_the_period()
        self._customers()
        self._orders()
        return dict(self.groups)

    def _counted_in_the_period(self) -> None:
        facts = self.facts
        of: list[tuple[type, Iterable[Any], Callable[..., dict[str, Figure]]]] = [
            (Conversation, facts.conversations, support.of_conversations),
            (Survey, facts.surveys, support.of_surveys),
            (Handoff, facts.handoffs, support.of_handoffs),
            (Question, facts.questions, support.of_questions),
            (Link, facts.links, support.of_links),
            (AgentDay, facts.agent_days, support.of_agent_days),
            (Engaged, facts.engagements, support.of_engagements),
            (Touchpoint, facts.engagements, support.of_touchpoints),
        ]
        for kind, everything, figures in of:
            within = [fact for fact in everything if self.start <= fact.day < self.end]
            self._add(kind, within, lambda some, figures=figures: figures(some, self.as_of), timed=True)

    def _customers(self) -> None:
        known = [c for c in self.facts.people.customers.values() if c.first_day < self.end]
        seen = [business.present(c, self.start, self.end, self.churn_days) for c in known]
        self._add(business.Present, seen, business.of_customers)
        new = [c for c in known if c.first_day >= self.start]
        self._add(Customer, new, business.of_new_customers, timed=True)

    def _orders(self) -> None:
        main, orders = self.facts.main_currency, self.facts.people.orders
        before = [b for b in orders if b.day < self.end]
        year = [b for b in before if b.day >= self.end - business.YEAR]
        within = [b for b in before if b.day >= self.start]
        self._add(Bought, within, lambda some: business.of_orders(some, main), timed=True)
        self._add(Bought, year, lambda some: business.of_a_year(some, main))
        self._add(Bought, before, lambda some: business.of_all_time(some, main))
        customers = list(self.facts.people.customers.values())
        self._add(Customer, customers, lambda some: {"lifespan": business.lifespan(some, self.end)})
        for figures in self.groups.values():
            figures["customer_lifetime_value"] = business.lifetime_value(figures)

    def _add(
        self, kind: type, facts: Sequence[Any], figures: Callable[[list[Any]], dict[str, Figure]], timed: bool = False
    ) -> None:
        for group, some in self._grouped(kind, facts, timed).items():
            self.groups[group].update(figures(some))

    def _grouped(self, kind: type, facts: Sequence[Any], timed: bool) -> dict[str, list[Any]]:
        """Nothing when the fact lacks a dimension that is asked for."""
        known = DIMENSIONS[kind] | (set(UNITS) if timed else set())
        asked = {*self.filters, *([self.by] if self.by else [])}
        if not asked <= known:
            return {}
        kept = [fact for fact in facts if fits(fact, self.filters)]
        if self.by is None:
            return {ALL: kept}
        groups: dict[str, list[Any]] = {unit: [] for unit in self._units()}
        for fact in kept:
            groups.setdefault(_value(fact, self.by), []).append(fact)
        return groups

    def _units(self) -> list[str]:
        """Every day, week, month or quarter of the period, also one in which nothing happened."""
        if self.by not in UNITS:
            return []
        days = (self.start + timedelta(days=number) for number in range((self.end - self.start).days))
        return sorted({UNITS[self.by](day).isoformat() for day in days})


def fits(fact: Any, filters: Filters) -> bool:
    return all(_value(fact, name) in wanted for name, wanted in filters.items())


def _value(fact: Any, dimension: str) -> str:
    if dimension in UNITS:
        return UNITS[dimension](fact.first_day if isinstance(fact, Customer) else fact.day).isoformat()
    known = fact.who if dimension in _WHO and hasattr(fact, "who") else fact
    value = getattr(known, dimension) if known else None
    return "" if value is None else str(value)
