"""What the figures are made of: what was imported, how fresh it is, where days are missing, what the columns mean."""

from typing import Sequence

from bot.dashboard.charts.chart import Cell, Chart, Column, Row
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit
from bot.metrics.insights.holdings import Described, Source, dictionary, holdings, newest, silent_days, sources
from bot.store.shop import imports
from bot.warehouse.news import backlog

_MOST_DAYS = 20


def _sections(visit: Visit) -> Sequence[Section]:
    t = visit.t.data
    return [
        Section(lead=_freshness(visit), charts=[_sources(visit), _imports(visit), _tables(visit)]),
        Section(t.dictionary, t.dictionary_lead, charts=_dictionary(visit)),
    ]


def _freshness(visit: Visit) -> str:
    last = newest(visit.warehouse)
    if last is None:
        return str(visit.t.data.empty)
    waiting = visit.numbers.count(max(0, backlog(visit.database, visit.warehouse)))
    return str(visit.t.data.fresh.format(last=f"{last:%Y-%m-%d %H:%M:%S} UTC", waiting=waiting))


def _sources(visit: Visit) -> Chart:
    t = visit.t.data
    rows = [
        Row(
            visit.naming.value("channel", source.channel),
            [
                _touchpoints(visit, source),
                Cell(visit.numbers.count(source.days), source.days),
                Cell(visit.naming.day(source.last)),
            ],
        )
        for source in sources(visit.warehouse, visit.asked)
    ]
    columns = [Column(t.touchpoints), Column(t.days), Column(t.last, is_number=False)]
    return Chart("sources", "table", t.sources, _silent(visit), visit.naming.dimension("channel"), columns, rows)


def _touchpoints(visit: Visit, source: Source) -> Cell:
    link = visit.link("touchpoints", channel=source.channel)
    return Cell(visit.numbers.count(source.touchpoints), source.touchpoints, link=link)


def _silent(visit: Visit) -> str:
    """The days on which nothing at all came in."""
    days = silent_days(visit.warehouse, visit.asked)
    if not days:
        return str(visit.t.data.no_gaps)
    named = ", ".join(visit.naming.day(day) for day in days[:_MOST_DAYS])
    rest = len(days) - _MOST_DAYS
    return str(visit.t.data.gaps.format(f"{named} {visit.t.says.others.format(rest)}" if rest > 0 else named))


def _imports(visit: Visit) -> Chart:
    t = visit.t.data
    with visit.database.read() as tx:
        found = imports.newest(tx)
    rows = [
        Row(
            f"{one.at:%Y-%m-%d %H:%M} UTC",
            [Cell(t.sheets.find(one.kind, one.kind)), Cell(one.source), Cell(visit.numbers.count(one.rows), one.rows)],
        )
        for one in found
    ]
    columns = [Column(t.sheet, is_number=False), Column(t.source, is_number=False), Column(t.rows)]
    says = t.imports_says.format(len(found)) if found else t.no_imports
    return Chart("imports", "table", t.imports, str(says), t.at, columns, rows)


def _tables(visit: Visit) -> Chart:
    t = visit.t.data
    rows = [
        Row(
            holding.table,
            [
                Cell(visit.numbers.count(holding.rows), holding.rows),
                *(Cell(visit.naming.day(day) if day else "") for day in (holding.first, holding.last)),
            ],
        )
        for holding in holdings(visit.warehouse)
    ]
    columns = [Column(t.rows), Column(t.first, is_number=False), Column(t.last, is_number=False)]
    return Chart("tables", "table", t.tables, t.tables_says, t.table, columns, rows)


def _dictionary(visit: Visit) -> list[Chart]:
    described = dictionary(visit.warehouse)
    tables = [entry for entry in described if not entry.column]
    return [_described(visit, table, described) for table in tables]


def _described(visit: Visit, table: Described, described: Sequence[Described]) -> Chart:
    t = visit.t.data
    rows = [
        Row(entry.column, [Cell(entry.type), Cell(entry.comment)])
        for entry in described
        if entry.table == table.table and entry.column
    ]
    columns = [Column(t.type, is_number=False), Column(t.meaning, is_number=False)]
    return Chart(f"table_{table.table}", "table", table.table, table.comment, t.column, columns, rows)


PAGE = Page("data", "/data", _sections)
