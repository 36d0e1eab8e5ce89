"""Any table of the dashboard as a file: what a chart was drawn from, or the rows behind a figure."""

from typing import Any, Literal, Optional, Sequence

from fastapi import HTTPException, Response

from bot.dashboard.charts.chart import Cell, Chart, Column
from bot.dashboard.sections import Page
from bot.dashboard.visits.visit import Visit
from bot.metrics.definitions.measures import Part
from bot.metrics.output.export import table
from bot.metrics.output.parquet import to_parquet
from bot.metrics.queries.rows import rows
from bot.metrics.statistics.figures import Value

Written = Literal["csv", "parquet"]
# More than that is better taken from the warehouse itself: notouch metrics parquet.
MOST_ROWS = 200_000
_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def chart_file(visit: Visit, page: Page, key: str, written: Written) -> Response:
    """The table of one chart of a page, with the numbers as they are, not as they are shown."""
    found = next((chart for chart in page.charts(visit) if chart.key == key), None)
    if found is None:
        raise HTTPException(404, "There is no such table on this page.")
    columns, cells = _table(found)
    return _file(f"{page.key}-{key}", columns, cells, written)


def rows_file(visit: Visit, key: str, part: Part, written: Written) -> Response:
    """The rows behind a metric's numerator or denominator."""
    found = rows(visit.warehouse, key, visit.asked, part, size=MOST_ROWS)
    return _file(f"{key}-{part}", found.columns, found.rows, written)


def _table(chart: Chart) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    flows = chart.kind == "sankey"
    columns = [chart.first, *(["to"] if flows else []), *(column.name for column in chart.columns)]
    rows = [[row.label, *([row.to] if flows else []), *map(_raw, row.cells, chart.columns)] for row in chart.rows]
    return columns, rows


def _raw(cell: Cell, column: Column) -> Any:
    return _number(cell.value) if column.is_number else cell.text


def _number(value: Optional[Value]) -> Any:
    return value if value is None or isinstance(value, int) else float(value)


def _file(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], written: Written) -> Response:
    # With its mark spreadsheets know the text for UTF-8.
    content = table(columns, rows).encode("utf-8-sig") if written == "csv" else to_parquet(columns, rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{written}"'}
    return Response(content, media_type=_TYPES[written], headers=headers)
