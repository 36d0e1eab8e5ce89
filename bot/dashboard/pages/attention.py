"""What needs attention now, in words, each leading to its rows."""

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit
from bot.metrics.definitions.metric import COUNT
from bot.metrics.insights.attention import Finding, attention
from bot.metrics.registry import BY_KEY

_TONES = {"better": "good", "worse": "bad"}


@dataclass(frozen=True)
class Notice:
    """A finding in words, and where its rows are. `tone`: good, bad or even."""

    sentence: str
    sure: str
    link: str
    tone: str


def _sections(_visit: Visit) -> Sequence[Section]:
    return []


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
    return Notice(str(sentence), str(sure), visit.link(finding.key, **where), _TONES.get(finding.verdict, "even"))


PAGE = Page("attention", "/attention", _sections, "attention.html", _more, part_of="overview")
