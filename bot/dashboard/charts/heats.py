"""When something happens: hours of the day by days of the week."""

from typing import Mapping

from bot.dashboard.charts.chart import Cell, Chart, Column, Row
from bot.dashboard.visits.visit import Visit
from bot.metrics.insights.hours import hours_of_week
from bot.metrics.registry import BY_KEY

_HOURS = [str(hour) for hour in range(24)]
_DAYS = [str(day) for day in range(7)]


def busiest_hours(visit: Visit, key: str = "conversations") -> Chart:
    """How many conversations, or whatever the metric counts, began in each hour of the week."""
    counts = hours_of_week(visit.warehouse, visit.asked, BY_KEY[key])
    rows = [
        Row(visit.naming.value("weekday", day), [_cell(visit, counts.get((day, hour), 0)) for hour in _HOURS])
        for day in _DAYS
    ]
    columns = [Column(visit.naming.value("hour", hour)[:2], "heat-4") for hour in _HOURS]
    title = str(visit.t.says.busiest.format(name=visit.name(key)))
    return Chart("hours", "heat", title, _says(visit, counts), visit.naming.dimension("weekday"), columns, rows)


def _cell(visit: Visit, count: int) -> Cell:
    return Cell(visit.numbers.count(count), count)


def _says(visit: Visit, counts: Mapping[tuple[str, str], int]) -> str:
    found = [(number, day, hour) for (day, hour), number in counts.items()]
    total = sum(number for number, _, _ in found)
    if not total:
        return str(visit.t.says.nothing)
    number, day, hour = max(found)
    share = visit.numbers.value("share", number / total)
    named = visit.naming.value("weekday", day), visit.naming.value("hour", hour)
    return str(visit.t.says.busiest_hour.format(day=named[0], hour=named[1], share=share))
