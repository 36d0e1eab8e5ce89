"""Each store against the brand's mean: where it is consistent, and where not."""

from typing import Mapping, Sequence

from bot.dashboard.charts.cells import cell
from bot.dashboard.charts.chart import Cell, Chart, Column, Row
from bot.dashboard.charts.groups import breakdown
from bot.dashboard.charts.shifts import against
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Figures, Visit
from bot.metrics.registry import BY_KEY

_JUDGED = (
    "csat", "containment", "verified_containment_7d", "helpfulness", "handoff_rate", "fallback_rate_conversations",
)  # fmt: skip
_COUNTED = ("conversations", "orders", "average_order_value")
_SIGNS = {"good": "▲", "bad": "▼", "even": ""}


def _sections(visit: Visit) -> Sequence[Section]:
    t = visit.t.locations
    groups = visit.by("location", [*_COUNTED, *_JUDGED])
    # What happened at no store is in the mean, but is no store.
    stores = {store: figures for store, figures in groups.items() if store}
    everybody = visit.figures([*_COUNTED, *_JUDGED])
    charts = [breakdown(visit, key, "location") for key in _JUDGED[:4]]
    amounts = [breakdown(visit, "conversations", "location"), breakdown(visit, "average_order_value", "location")]
    return [
        Section(lead=t.lead, charts=[_table(visit, stores, everybody)]),
        Section(t.compared, charts=[*charts, *amounts]),
    ]


def _table(visit: Visit, stores: Mapping[str, Figures], everybody: Figures) -> Chart:
    t, keys = visit.t.locations, [*_COUNTED, *_JUDGED]
    rows = [_store(visit, store, stores[store], everybody) for store in _by_size(stores)]
    mean = Row(t.mean, [Cell(""), *(cell(visit, BY_KEY[key], everybody[key], visit.link(key)) for key in keys)])
    columns = [Column(t.differs, is_number=False), *(Column(visit.name(key)) for key in keys)]
    first = visit.naming.dimension("location")
    return Chart("stores", "table", t.table, _says(visit, stores, everybody), first, columns, [mean, *rows], wide=True)


def _store(visit: Visit, store: str, figures: Figures, everybody: Figures) -> Row:
    tones = {key: against(BY_KEY[key], figures[key], everybody[key]) for key in _JUDGED}
    cells = [_marked(visit, store, key, figures, tones.get(key, "even")) for key in (*_COUNTED, *_JUDGED)]
    differing = [visit.name(key) for key, tone in tones.items() if tone != "even"]
    named = Cell(", ".join(differing) or visit.t.locations.consistent)
    return Row(visit.naming.value("location", store), [named, *cells])


def _marked(visit: Visit, store: str, key: str, figures: Figures, tone: str) -> Cell:
    text = f"{visit.shown(key, figures[key])} {_SIGNS[tone]}".strip()
    return Cell(text, figures[key].value, link=visit.link(key, location=store))


def _by_size(stores: Mapping[str, Figures]) -> list[str]:
    return sorted(stores, key=lambda store: -stores[store]["conversations"].n)


def _says(visit: Visit, stores: Mapping[str, Figures], everybody: Figures) -> str:
    """The stores that differ from the mean in something, and how many do in nothing."""
    t = visit.t.locations
    differing = {
        store: sum(against(BY_KEY[key], figures[key], everybody[key]) != "even" for key in _JUDGED)
        for store, figures in stores.items()
    }
    named = [f"{visit.naming.value('location', store)} ({number})" for store, number in differing.items() if number]
    if not stores:
        return str(visit.t.says.nothing)
    if not named:
        return str(t.all_consistent)
    return str(t.says.format(stores=", ".join(named), rest=len(stores) - len(named), figures=len(_JUDGED)))


PAGE = Page("locations", "/locations", _sections)
