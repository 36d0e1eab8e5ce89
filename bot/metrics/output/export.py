"""Reports as JSON and CSV: the same figures, and the same words for them, wherever they come out."""

import csv
import json
from fractions import Fraction
from io import StringIO
from typing import Any, Iterable, Optional

from bot.metrics.definitions.metric import Metric
from bot.metrics.queries.asked import Asked
from bot.metrics.queries.report import Report
from bot.metrics.statistics.figures import Figure

# Others read these files by column: only ever add at the end.
CSV_COLUMNS = (
    "from", "to", "by", "group", "metric", "unit", "value", "n", "numerator", "denominator", "low", "high",
)  # fmt: skip
# A cell that begins so is a formula to spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_plain(report: Report) -> dict[str, Any]:
    """What the API answers: the question, the currency of its money, and "groups": [{"group", "metrics": {key: …}}]."""
    groups: dict[str, dict[str, Any]] = {group: {} for group in report.groups}
    for group, metric, figure in report.rows():
        groups[group][metric.key] = {"name": metric.name, "unit": metric.unit, **plain(figure)}
    listed = [{"group": group, "metrics": metrics} for group, metrics in groups.items()]
    asked = report.asked
    filters = {name: list(values) for name, values in asked.filters.items()}
    more = {"filters": filters, "as_of": asked.as_of.isoformat(), "currency": report.currency}
    return {**_about(asked), **more, "groups": listed}


def to_json(report: Report) -> str:
    return json.dumps(to_plain(report), indent=2, ensure_ascii=False)


def to_csv(report: Report) -> str:
    """Where there is no data the value is empty."""
    return table(CSV_COLUMNS, (_line(report.asked, *row) for row in report.rows()))


def table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Any rows as CSV. No cell can become a formula in a spreadsheet."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([harmless(name) for name in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue()


def harmless(cell: Any) -> Any:
    """The cell, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def plain(figure: Figure) -> dict[str, Any]:
    """The figure for JSON: {"value", "n", "numerator", "denominator", "interval"}; null where there is no data."""
    value = float(figure.value) if isinstance(figure.value, Fraction) else figure.value
    return {**vars(figure), "value": value}


def _line(asked: Asked, group: str, metric: Metric, figure: Figure) -> list[Any]:
    low, high = figure.interval or (None, None)
    where = {"group": group, "metric": metric.key, "unit": metric.unit, "low": low, "high": high}
    cells = {**_about(asked), **where, **plain(figure)}
    return [cells[name] for name in CSV_COLUMNS]


def _about(asked: Asked) -> dict[str, Optional[str]]:
    return {"from": str(asked.period.start), "to": str(asked.period.end), "by": asked.by}
