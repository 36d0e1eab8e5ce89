"""The customers' journey: how far they get, which way they go, and the same touchpoints through four lenses."""

from typing import Sequence

from bot.base.journey import journey
from bot.dashboard.charts.chart import COLORS, Cell, Chart, Column, Row
from bot.dashboard.charts.flows import flows
from bot.dashboard.charts.sentences import largest
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit
from bot.metrics.insights.journeys import Reached, funnel, lens, transitions


def _sections(visit: Visit) -> Sequence[Section]:
    t = visit.t.journey
    steps = [
        (visit.naming.value("stage", one.before), visit.naming.value("stage", one.after), one.times)
        for one in transitions(visit.warehouse, visit.asked)
    ]
    ways = flows(visit, "transitions", t.transitions, t.stage, steps, wide=True)
    lenses = [_lens(visit, name) for name in journey().lenses]
    reached = funnel(visit.warehouse, visit.asked)
    return [
        Section(lead=t.lead, charts=[_funnel(visit, reached), _furthest(visit, reached), ways]),
        Section(t.lenses, t.lenses_lead, charts=lenses),
    ]


def _funnel(visit: Visit, found: Sequence[Reached]) -> Chart:
    everybody = found[0].at_least if found else 0
    rows = [_row(visit, "stage", one.stage, one.at_least, everybody) for one in found]
    says = _reached(visit, found, everybody)
    return _bars(visit, "funnel", visit.t.journey.funnel, says, rows, visit.t.journey.customers)


def _furthest(visit: Visit, found: Sequence[Reached]) -> Chart:
    everybody = sum(one.furthest for one in found)
    rows = [_row(visit, "stage", one.stage, one.furthest, everybody) for one in found]
    return _bars(visit, "furthest", visit.t.journey.furthest, _most(visit, rows), rows, visit.t.journey.customers)


def _lens(visit: Visit, name: str) -> Chart:
    found = lens(visit.warehouse, visit.asked, name)
    total = sum(one.touchpoints for one in found)
    rows = [_row(visit, "step", one.step, one.touchpoints, total) for one in found]
    title = str(visit.t.journey.names.find(name, name))
    return _bars(visit, f"lens_{name}", title, _most(visit, rows), rows, visit.t.journey.touchpoints)


def _row(visit: Visit, dimension: str, value: str, number: int, total: int) -> Row:
    share = visit.numbers.value("share", number / total) if total else visit.t.no_data
    return Row(visit.naming.value(dimension, value), [Cell(visit.numbers.count(number), number), Cell(share)])


def _bars(visit: Visit, key: str, title: str, says: str, rows: Sequence[Row], counted: str) -> Chart:
    columns = [Column(counted, COLORS[0]), Column(visit.t.journey.share)]
    return Chart(key, "bar", title, says, visit.t.journey.stage, columns, rows)


def _most(visit: Visit, rows: Sequence[Row]) -> str:
    return largest(visit, [(row.label, row.cells[0].value, row.cells[1].text) for row in rows])


def _reached(visit: Visit, found: Sequence[Reached], everybody: int) -> str:
    """How many got as far as a decision, and how many to the last stage."""
    if not everybody:
        return str(visit.t.says.nothing)
    decided = next(one.at_least for one in found if one.stage == "decision")
    shares = [visit.numbers.value("share", number / everybody) for number in (decided, found[-1].at_least)]
    return str(visit.t.journey.funnel_says.format(visit.numbers.count(everybody), *shares))


PAGE = Page("journey", "/journey", _sections)
