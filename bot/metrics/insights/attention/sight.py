"""What is seen of metrics over two periods: the evidence of every place."""

from collections import defaultdict
from typing import Mapping, Sequence

from bot.metrics.definitions.measures import Count, Measure, Share
from bot.metrics.definitions.metric import SCALE_7, SCORE
from bot.metrics.definitions.quantities import Product, Quantile
from bot.metrics.insights.attention.evidence import Evidence, Shares, Volumes
from bot.metrics.insights.attention.look import Look, Place, Row
from bot.metrics.insights.attention.values import Means, Quantiles
from bot.metrics.insights.attention.watched import Watched
from bot.metrics.insights.changes import days_over
from bot.metrics.statistics.figures import rate
from bot.metrics.statistics.significance import Pairs
from bot.warehouse.warehouse import Warehouse

Seen = Mapping[Place, Evidence]
_SPANS = {SCALE_7: 6.0, SCORE: 2.0}


def see(warehouse: Warehouse, look: Look, some: Sequence[Watched]) -> dict[str, Seen]:
    """Of metrics of the look's fact table, by key: each count in a query of its own, all others in one."""
    counts = [watched for watched in some if isinstance(watched.metric.measure, Count)]
    others = [watched for watched in some if watched not in counts]
    seen = _values(warehouse, look, others) if others else {}
    return seen | {watched.key: _volumes(warehouse, look, watched) for watched in counts}


def _volumes(warehouse: Warehouse, look: Look, watched: Watched) -> Seen:
    days = days_over(warehouse, look.asked)
    found = look.pairs(warehouse, _measure(watched).rows("denominator"), days)
    return {place: Volumes(Pairs(now, before, squares, days)) for place, (now, before, squares) in found}


def _values(warehouse: Warehouse, look: Look, some: Sequence[Watched]) -> dict[str, Seen]:
    columns = [_aggregates(warehouse, look, watched) for watched in some]
    halves: dict[Place, dict[bool, Row]] = defaultdict(dict)
    for place, late, values in look.halves(warehouse, [sql for names in columns for sql in names]):
        halves[place][late] = values
    both = {place: half for place, half in halves.items() if len(half) == 2}
    seen: dict[str, Seen] = {}
    start = 0
    for watched, names in zip(some, columns, strict=True):
        mine = slice(start, start + len(names))
        seen[watched.key] = {p: _evidence(watched, half[False][mine], half[True][mine]) for p, half in both.items()}
        start = mine.stop
    return seen


def _aggregates(warehouse: Warehouse, look: Look, watched: Watched) -> list[str]:
    measure = _measure(watched)
    aggregates = [f"count(*) FILTER (WHERE {watched.rows})", *measure.aggregates]
    if isinstance(measure, Quantile):
        together = int(look.whole(warehouse, measure.aggregates[0]) or 0)
        aggregates.append(f"count(*) FILTER (WHERE {measure.value} > {together:d})")
    return aggregates


def _evidence(watched: Watched, before: Row, now: Row) -> Evidence:
    measure, rows = _measure(watched), int(now[0])
    size = len(measure.aggregates) + 1
    figures = measure.figure(*now[1:size]), measure.figure(*before[1:size])
    if isinstance(measure, Share):
        return Shares(*figures, rows=rows)
    if isinstance(measure, Quantile):
        above = rate(int(now[-1]), figures[0].n), rate(int(before[-1]), figures[1].n)
        return Quantiles(*figures, above=Shares(*above, rows=rows))
    return Means(*figures, rows=rows, span=_SPANS[watched.metric.unit])


def _measure(watched: Watched) -> Measure:
    measure = watched.metric.measure
    assert not isinstance(measure, Product)
    return measure
