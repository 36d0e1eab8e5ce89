"""How things stand: headline figures, what needs attention, outcomes, touch levels, busiest hours."""

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from bot.dashboard.charts import Chart
from bot.dashboard.courses import courses, trend
from bot.dashboard.heats import busiest_hours
from bot.dashboard.sections import Page, Section
from bot.dashboard.tiles import tiles
from bot.dashboard.visit import Visit
from bot.metrics.attention import Finding, attention
from bot.metrics.metric import COUNT
from bot.metrics.registry import BY_KEY

HEADLINES = (
    "conversations", "containment", "verified_containment_7d", "csat", "helpfulness", "nps", "handoff_rate",
    "wait_median", "customers_new", "revenue",
)  # fmt: skip
_OUTCOMES = {
    "confirmed_resolved": "confirmed", "assumed_resolved": "assumed", "escalated": "escalated",
    "abandoned": "abandoned", "pending": "pending", "unengaged": "unengaged",
}  # fmt: skip
_TOUCH = {"no_touch": "no", "low_touch": "low", "high_touch": "high"}


@dataclass(frozen=True)
class Notice:
    """A finding in words, and where its rows are."""

    sentence: str
    sure: str
    link: str
    is_good: bool


def _sections(visit: Visit) -> Sequence[Section]:
    t = visit.t.overview
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


def _more(visit: Visit) -> Mapping[str, Any]:
    return {"notices": [_notice(visit, finding) for finding in attention(visit.warehouse, visit.asked)]}


def _notice(visit: Visit, finding: Finding) -> Notice:
    t, naming = visit.t.attention, visit.naming
    place = t.whole
    if finding.dimension:
        place = t.place.format(naming.dimension(finding.dimension), naming.value(finding.dimension, finding.value))
    pattern = t.rose if (finding.now.value or 0) > (finding.before.value or 0) else t.fell
    sentence = pattern.format(
        name=visit.name(finding.key), place=place, old=visit.shown(finding.key, finding.before),
        new=visit.shown(finding.key, finding.now),
    )  # fmt: skip
    sure = "" if BY_KEY[finding.key].unit == COUNT else visit.t.n.format(visit.numbers.count(finding.now.n))
    where = {finding.dimension: finding.value} if finding.dimension else {}
    return Notice(str(sentence), str(sure), visit.link(finding.key, **where), finding.verdict == "better")


PAGE = Page("overview", "", _sections, "overview.html", _more)
