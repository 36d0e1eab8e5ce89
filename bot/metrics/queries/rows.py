"""The rows behind a figure: counted, or added up, they give its numerator and its denominator."""

from dataclasses import dataclass
from typing import Any, Sequence

from bot.metrics.definitions.measures import Part
from bot.metrics.definitions.quantities import Product
from bot.metrics.queries.asked import Asked
from bot.metrics.queries.query import Query, can_answer, parameters, relation
from bot.metrics.registry import BY_KEY
from bot.metrics.statistics.figures import NO_DATA
from bot.warehouse.warehouse import Warehouse

PAGE = 50


@dataclass(frozen=True)
class Rows:
    """One page. `total` counts the rows of all pages; `amount` is what they add up to for the part asked for.

    The last column, `counts`, is what a row adds.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    total: int
    amount: int


def rows(
    warehouse: Warehouse, key: str, asked: Asked, part: Part = "denominator", page: int = 1, size: int = PAGE
) -> Rows:
    """The rows of a metric's numerator or denominator, the newest first. Pages are numbered from 1.

    Raises:
        KeyError: there is no such metric.
    """
    metric = BY_KEY[key]
    asked = asked.divided(None)
    if isinstance(metric.measure, Product) or not can_answer(metric.fact, asked):
        return Rows((), (), 0, NO_DATA.n)
    fact, measure = metric.fact, metric.measure
    behind = f"FROM {relation(fact, asked)} WHERE {measure.rows(part)}"
    given = parameters(asked)
    weight = measure.weight(part)
    total, amount = Query(f"SELECT count(*), sum({weight}) {behind}", given).run(warehouse)[0]
    columns = ", ".join(fact.columns)
    newest = f"ORDER BY {fact.row} DESC LIMIT {size:d} OFFSET {(page - 1) * size:d}"
    listed = f"SELECT {columns}, {weight} AS counts {behind} {newest}"
    return Rows((*fact.columns, "counts"), Query(listed, given).run(warehouse), total, _whole(amount))


def _whole(amount: Any) -> int:
    return int(amount or 0)
