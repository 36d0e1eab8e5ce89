"""What is seen of metrics over two periods: the evidence of every place."""

from collections import defaultdict
from itertools import islice
from typing import Any, Iterator, Mapping, Sequence

from bot.metrics.attention.evidence import Evidence, Shares, Volumes
from bot.metrics.attention.look import Look, Place, Row
from bot.metrics.changes import days_over
from bot.metrics.figures import Figure
from bot.metrics.measures import Count, Measure, Product
from bot.metrics.metric import Metric
from bot.metrics.significance import Pairs
from bot.warehouse.warehouse import Warehouse

Seen = Mapping[Place, Evidence]


def see(warehouse: Warehouse, look: Look, metrics: Sequence[Metric]) -> dict[str, Seen]:
    """Of metrics of the look's fact table, by key: all shares in one query, each count in one of its own."""
    measures = {metric.key: _plain(metric) for metric in metrics}
    shares = {key: measure for key, measure in measures.items() if not isinstance(measure, Count)}
    seen: dict[str, Seen] = _shares(warehouse, look, shares) if shares else {}
    for key, measure in measures.items():
        if isinstance(measure, Count):
            seen[key] = _volumes(warehouse, look, measure)
    return seen


def _plain(metric: Metric) -> Measure:
    assert not isinstance(metric.measure, Product)
    return metric.measure


def _volumes(warehouse: Warehouse, look: Look, measure: Count) -> Seen:
    days = days_over(warehouse, look.asked)
    found = look.pairs(warehouse, measure.where, days)
    return {place: Volumes(Pairs(now, before, squares, days)) for place, (now, before, squares) in found}


def _shares(warehouse: Warehouse, look: Look, measures: Mapping[str, Measure]) -> dict[str, Seen]:
    aggregates = ["count(*)", *(sql for measure in measures.values() for sql in measure.aggregates)]
    halves: dict[Place, dict[bool, Row]] = defaultdict(dict)
    for place, late, values in look.halves(warehouse, aggregates):
        halves[place][late] = values
    both = {place: half for place, half in halves.items() if len(half) == 2}
    seen: dict[str, dict[Place, Evidence]] = {key: {} for key in measures}
    for place, half in both.items():
        before, now = _figures(measures, half[False]), _figures(measures, half[True])
        for key, figure in now:
            seen[key][place] = Shares(figure, dict(before)[key], int(half[True][0]))
    return dict(seen)


def _figures(measures: Mapping[str, Measure], values: Row) -> list[tuple[str, Figure]]:
    rest: Iterator[Any] = iter(values[1:])
    return [(key, measure.figure(*islice(rest, len(measure.aggregates)))) for key, measure in measures.items()]
