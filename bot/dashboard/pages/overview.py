"""How things stand: headline figures, outcomes, touch levels, busiest hours."""

from typing import Mapping, Sequence

from bot.dashboard.charts.chart import Chart
from bot.dashboard.charts.courses import courses, trend
from bot.dashboard.charts.heats import busiest_hours
from bot.dashboard.charts.tiles import tiles
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit

HEADLINES = (
    "conversations", "containment", "verified_containment_7d", "csat", "helpfulness", "nps", "handoff_rate",
    "wait_median", "customers_new", "revenue",
)  # fmt: skip
_OUTCOMES = {
    "confirmed_resolved": "confirmed", "assumed_resolved": "assumed", "escalated": "escalated",
    "abandoned": "abandoned", "pending": "pending", "unengaged": "unengaged",
}  # fmt: skip
_TOUCH = {"no_touch": "no", "low_touch": "low", "high_touch": "high"}


def _sections(visit: Visit) -> Sequence[Section]:
    t = visit.t.overview
    visit.memory.expect((*HEADLINES, *map("outcome_{}".format, _OUTCOMES), *map("touch_{}".format, _TOUCH)))
    charts = [
        _parts(visit, "outcomes", t.outcomes, "outcome", _OUTCOMES),
        trend(visit, "conversations"),
        trend(visit, "csat"),
        trend(visit, "containment"),
        _parts(visit, "touch_levels", t.touch, "touch_level", _TOUCH),
        busiest_hours(visit),
    ]
    return [Section(tiles=tiles(visit, HEADLINES)), Section(t.course, charts=charts)]


def _parts(visit: Visit, key: str, title: str, dimension: str, parts: Mapping[str, str]) -> Chart:
    """The parts of all conversations over time; `parts` names the colours."""
    stem = dimension.split("_")[0]
    names = [visit.naming.value(dimension, part) for part in parts]
    colors = [f"{stem}-{color}" for color in parts.values()]
    return courses(visit, key, title, [f"{stem}_{part}" for part in parts], "stack", colors, names)


PAGE = Page("overview", "", _sections, "overview.html")
