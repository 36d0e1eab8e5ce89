"""The rows behind a figure, page by page, each leading to its conversation."""

from dataclasses import dataclass
from typing import Any, Optional

from bot.dashboard.charts.chart import Cell, Chart, Column, Row
from bot.dashboard.visits.visit import Visit
from bot.metrics.definitions.measures import Part
from bot.metrics.definitions.metric import Metric
from bot.metrics.definitions.quantities import Product
from bot.metrics.queries.query import can_answer
from bot.metrics.queries.rows import PAGE, Rows, rows

# As many pages as can be gone to: further on a filter finds more than leafing.
MOST_PAGES = 200
# Columns that a dimension has the names for.
_DIMENSIONS = {"agent_id": "agent", "first_channel": "channel"}


@dataclass(frozen=True)
class Leaf:
    """One page of rows, with the addresses of its neighbours."""

    chart: Chart
    total: str
    amount: str
    page: int
    pages: int


def leaf(visit: Visit, metric: Metric, part: Part, page: int) -> Optional[Leaf]:
    if isinstance(metric.measure, Product) or not can_answer(metric.fact, visit.asked.divided(None)):
        return None
    found = rows(visit.warehouse, metric.key, visit.asked, part, page)
    pages = min(MOST_PAGES, max(1, -(-found.total // PAGE)))
    return Leaf(_listed(visit, found), visit.numbers.count(found.total), f"{found.amount:,}", page, pages)


def _listed(visit: Visit, found: Rows) -> Chart:
    names = visit.t["columns"]
    columns = [Column(names.find(name, name.replace("_", " ")), is_number=False) for name in found.columns[1:]]
    listed = [
        Row(
            str(row[0]),
            [_cell(visit, name, value) for name, value in zip(found.columns[1:], row[1:], strict=True)],
            link=_cell(visit, found.columns[0], row[0]).link,
        )
        for row in found.rows
    ]
    first = names.find(found.columns[0], found.columns[0].replace("_", " ")) if found.columns else ""
    return Chart("rows", "table", visit.t.metric.rows, "", first, columns, listed, wide=True)


def _cell(visit: Visit, name: str, value: Any) -> Cell:
    if value is None or value == "":
        return Cell("")
    if name == "conversation_id":
        return Cell(str(value), link=visit.view.url(f"/conversations/{value}"))
    if isinstance(value, bool):
        return Cell(str(visit.t.truth["yes" if value else "no"]))
    if hasattr(value, "hour"):
        return Cell(f"{value:%Y-%m-%d %H:%M:%S}")
    is_named = isinstance(value, str) or name in _DIMENSIONS
    return Cell(visit.naming.value(_DIMENSIONS.get(name, name), str(value)) if is_named else f"{value}")
