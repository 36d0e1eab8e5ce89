"""All metrics on one page, by the section of docs/metrics.md that explains them."""

from typing import Sequence

from bot.dashboard.charts.cells import cell, interval_cell, interval_column, n_cell
from bot.dashboard.charts.chart import Cell, Chart, Column, Row
from bot.dashboard.visits.visit import Figures, Visit
from bot.metrics.registry import METRICS


def listing(visit: Visit) -> Sequence[Chart]:
    """All metrics with their figures, section by section."""
    figures = visit.figures([metric.key for metric in METRICS])
    sources = dict.fromkeys(metric.source for metric in METRICS)
    return [_section(visit, source, figures) for source in sources]


def _section(visit: Visit, source: str, figures: Figures) -> Chart:
    t = visit.t.metric
    columns = [
        Column(t.value),
        Column(t.n),
        interval_column(visit),
        Column(t.formula, is_number=False),
    ]
    listed = [metric for metric in METRICS if metric.source == source]
    rows = [
        Row(
            visit.name(metric.key),
            [
                cell(visit, metric, figures[metric.key]),
                n_cell(visit, figures[metric.key]),
                interval_cell(visit, metric, figures[metric.key]),
                Cell(visit.metric_words(metric)["formula"]),
            ],
            link=visit.link(metric.key),
        )
        for metric in listed
    ]
    title = visit.t.sources.find(source, source)
    return Chart(source.lower().replace(" ", "_"), "table", title, "", t.one, columns, rows, wide=True)
