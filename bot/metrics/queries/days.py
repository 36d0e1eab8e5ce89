"""Periods added up from their days.

A page shows a metric whole, over time, and against another period; asked one by one that reads the same rows five
times. What adds up is read once by day instead.
"""

from collections import defaultdict
from datetime import date
from typing import Any, Iterable, Mapping, Optional, Sequence

from bot.metrics.definitions.facts import Fact
from bot.metrics.definitions.measures import adds_up
from bot.metrics.definitions.metric import Metric
from bot.metrics.definitions.quantities import Product
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.dimensions import TIMES, first_day
from bot.metrics.queries.query import ALL, Values, measured
from bot.warehouse.warehouse import Warehouse

_Daily = dict[str, dict[str, Any]]


class Days:
    """Answers as `query.measured` does, questions like `asked` that differ in period and division alone."""

    def __init__(self, asked: Asked, *periods: Period) -> None:
        self._asked = asked
        self._spans = _joined(sorted(periods, key=lambda period: period.start))
        self._expected: dict[str, list[str]] = defaultdict(list)
        self._known: dict[tuple[str, Period], _Daily] = defaultdict(lambda: defaultdict(dict))
        self._read: dict[tuple[str, Period], set[str]] = defaultdict(set)

    def expect(self, metrics: Iterable[Metric]) -> None:
        """Read these with the first of their fact."""
        for metric in metrics:
            if not isinstance(metric.measure, Product):
                self._expected[metric.fact.name] += filter(adds_up, metric.measure.aggregates)

    def measured(self, warehouse: Warehouse, fact: Fact, asked: Asked, aggregates: Sequence[str]) -> Values:
        span = self._span(fact, asked)
        if span is None:
            return measured(warehouse, fact, asked, aggregates)
        groups = self._added(warehouse, fact, asked, span, [sql for sql in aggregates if adds_up(sql)])
        others = [sql for sql in aggregates if not adds_up(sql)]
        for group, values in (measured(warehouse, fact, asked, others) if others else {}).items():
            groups[group] |= values
        return groups

    def _span(self, fact: Fact, asked: Asked) -> Optional[Period]:
        """The days to read for it; None where days don't make the answer."""
        is_same = asked.filters == self._asked.filters and asked.as_of == self._asked.as_of
        if not (is_same and fact.adds_up and (asked.by is None or asked.by in TIMES)):
            return None
        within = (s for s in self._spans if s.start <= asked.period.start and asked.period.end <= s.end)
        return next(within, None)

    def _added(
        self, warehouse: Warehouse, fact: Fact, asked: Asked, span: Period, aggregates: Sequence[str]
    ) -> dict[str, dict[str, Any]]:
        self._read_days(warehouse, fact, span, aggregates)
        known = self._known[fact.name, span]
        groups: dict[str, dict[str, Any]] = defaultdict(dict)
        for day in asked.period.days():
            if values := known.get(str(day)):
                _add(groups[_group(day, asked.by)], values, aggregates)
        return groups

    def _read_days(self, warehouse: Warehouse, fact: Fact, span: Period, aggregates: Sequence[str]) -> None:
        read = self._read[fact.name, span]
        if read.issuperset(aggregates):
            return
        wanted = [sql for sql in dict.fromkeys([*aggregates, *self._expected[fact.name]]) if sql not in read]
        read.update(wanted)
        for day, values in measured(warehouse, fact, self._asked.over(span).divided("day"), wanted).items():
            self._known[fact.name, span][day] |= values


def _joined(periods: Sequence[Period]) -> list[Period]:
    """The same days with fewer borders."""
    joined: list[Period] = []
    for period in periods:
        if joined and period.start <= joined[-1].end:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return joined


def _group(day: date, by: Optional[str]) -> str:
    return ALL if by is None else str(first_day(day, by))


def _add(total: dict[str, Any], values: Mapping[str, Any], aggregates: Iterable[str]) -> None:
    for sql in aggregates:
        # A sum of no rows is nothing, not 0.
        total[sql] = total.get(sql) if values[sql] is None else (total.get(sql) or 0) + values[sql]
