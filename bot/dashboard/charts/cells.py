"""How a figure fills cells of a table: its value, its interval, and on how many things it was measured."""

from typing import Optional

from bot.dashboard.charts.chart import Cell, Column
from bot.dashboard.visits.visit import Visit
from bot.metrics.definitions.metric import Metric
from bot.metrics.statistics.figures import Figure


def cell(visit: Visit, metric: Metric, figure: Figure, link: Optional[str] = None) -> Cell:
    low, high = figure.interval or (None, None)
    return Cell(visit.shown(metric.key, figure), figure.value, low, high, link)


def n_cell(visit: Visit, figure: Figure) -> Cell:
    return Cell(visit.numbers.count(figure.n), figure.n)


def interval_cell(visit: Visit, metric: Metric, figure: Figure) -> Cell:
    return Cell(visit.numbers.interval(metric.unit, figure.interval) if figure.interval else "")


def interval_column(visit: Visit) -> Column:
    return Column(visit.t.interval_name, is_number=False)
