"""What the bot settles by itself: claimed, and verified by whether the customer came back."""

from typing import Sequence

from bot.dashboard.charts.courses import courses, trend
from bot.dashboard.charts.groups import breakdown
from bot.dashboard.charts.tiles import tiles
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit

_HEADLINES = (
    "containment", "verified_containment_24h", "verified_containment_7d", "recontact_24h", "recontact_7d",
    "handoff_rate", "fallback_rate_messages", "fallback_rate_conversations",
)  # fmt: skip
_CLAIMED = ("containment", "verified_containment_24h", "verified_containment_7d")
_FALLBACKS = ("fallback_rate_messages", "fallback_rate_conversations")


def _sections(visit: Visit) -> Sequence[Section]:
    t = visit.t.containment
    visit.memory.expect(_HEADLINES)
    over_time = [
        courses(visit, "claimed", t.claimed, _CLAIMED),
        courses(visit, "fallbacks", t.fallbacks, _FALLBACKS),
        trend(visit, "recontact_7d"),
        trend(visit, "handoff_rate"),
    ]
    by = [breakdown(visit, "containment", dimension) for dimension in ("topic", "channel", "language", "model")]
    again = [breakdown(visit, "recontact_7d", dimension) for dimension in ("topic", "location")]
    return [
        Section(lead=t.lead, tiles=tiles(visit, _HEADLINES), charts=over_time),
        Section(t.by, charts=[*by, *again]),
    ]


PAGE = Page("containment", "/containment", _sections)
