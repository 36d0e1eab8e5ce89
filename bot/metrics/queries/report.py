"""All figures of a question, by group."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional, Sequence, Union

from bot.metrics.definitions.facts import Fact
from bot.metrics.definitions.measures import Measure
from bot.metrics.definitions.metric import MONEY, Metric
from bot.metrics.definitions.quantities import Product
from bot.metrics.queries.asked import Asked
from bot.metrics.queries.dimensions import TIMES, main_currency, units
from bot.metrics.queries.query import ALL, Values, can_answer, measured
from bot.metrics.registry import BY_KEY, METRICS
from bot.metrics.statistics.figures import NO_DATA, Figure
from bot.warehouse.warehouse import Warehouse

Groups = dict[str, dict[str, Figure]]
# What finds the values of aggregates; `Days` remembers them.
Measured = Callable[[Warehouse, Fact, Asked, Sequence[str]], Values]


@dataclass(frozen=True)
class Report:
    """`groups` has the figures by the group's value and the metric's key; without a breakdown the one group "all".

    `currency` is the one that its money is counted in; empty where there is none.
    """

    asked: Asked
    metrics: Sequence[Metric]
    groups: Mapping[str, Mapping[str, Figure]]
    currency: str = ""

    def rows(self) -> Iterator[tuple[str, Metric, Figure]]:
        """Every figure, group after group, in the order of the metrics."""
        for group, figures in self.groups.items():
            for metric in self.metrics:
                yield group, metric, figures[metric.key]


def report(
    warehouse: Warehouse, asked: Asked, keys: Optional[Iterable[str]] = None, values: Measured = measured
) -> Report:
    """The figures of the metrics named, or of all. One query a fact table.

    A metric whose rows lack a dimension of the question has no data.
    """
    metrics = METRICS if keys is None else [BY_KEY[key] for key in keys]
    found = _figures(warehouse, asked, _with_factors(metrics), values)
    names = [ALL] if asked.by is None else sorted({*found, *units(asked.period, asked.by)})
    currency = main_currency(warehouse) if any(metric.unit == MONEY for metric in metrics) else ""
    return Report(asked, metrics, {name: _complete(metrics, found.get(name, {}), asked) for name in names}, currency)


def figure(warehouse: Warehouse, asked: Asked, key: str) -> Figure:
    """One metric of the whole question, whatever it is divided by."""
    return report(warehouse, asked.divided(None), [key]).groups[ALL][key]


def trend(warehouse: Warehouse, asked: Asked, key: str, unit: str) -> dict[str, Figure]:
    """The figure for each day, week, month or quarter of the period, by its first day.

    Raises:
        ValueError: `unit` is no unit of time.
    """
    if unit not in TIMES:
        raise ValueError(f'"{unit}" is no unit of time; there are {", ".join(TIMES)}')
    divided = report(warehouse, asked.divided(unit), [key])
    return {name: figures[key] for name, figures in divided.groups.items()}


def _with_factors(metrics: Sequence[Metric]) -> list[Metric]:
    wanted = {metric.key: metric for metric in metrics}
    for metric in metrics:
        if isinstance(metric.measure, Product):
            wanted |= {key: BY_KEY[key] for key in metric.measure.factors}
    return list(wanted.values())


def _figures(warehouse: Warehouse, asked: Asked, metrics: Sequence[Metric], values: Measured) -> Groups:
    by_fact: dict[str, list[Metric]] = defaultdict(list)
    for metric in metrics:
        if not isinstance(metric.measure, Product) and can_answer(metric.fact, asked):
            by_fact[metric.fact.name].append(metric)
    groups: Groups = defaultdict(dict)
    for some in by_fact.values():
        measures = {metric.key: _plain(metric.measure) for metric in some}
        aggregates = dict.fromkeys(sql for measure in measures.values() for sql in measure.aggregates)
        for group, found in values(warehouse, some[0].fact, asked, list(aggregates)).items():
            groups[group] |= {key: _made(measure, found) for key, measure in measures.items()}
    return groups


def _plain(measure: Union[Measure, Product]) -> Measure:
    assert not isinstance(measure, Product)
    return measure


def _made(measure: Measure, values: Mapping[str, Any]) -> Figure:
    return measure.figure(*(values.get(sql) for sql in measure.aggregates))


def _complete(metrics: Sequence[Metric], found: Mapping[str, Figure], asked: Asked) -> dict[str, Figure]:
    """A figure for every metric: of no rows where nothing was found, no data where the question can't be put."""
    return {metric.key: _figure(metric, found, asked) for metric in metrics}


def _figure(metric: Metric, found: Mapping[str, Figure], asked: Asked) -> Figure:
    measure = metric.measure
    if isinstance(measure, Product):
        return measure.of([found.get(key, NO_DATA) for key in measure.factors])
    if metric.key in found:
        return found[metric.key]
    return measure.figure(*[None] * len(measure.aggregates)) if can_answer(metric.fact, asked) else NO_DATA
