"""Questions without a good answer, and why customers complain, in their own words put together where they are alike."""

from typing import Any, Mapping, Sequence

from bot.dashboard.gaps import complaint_reasons, unanswered_list
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit


def _sections(visit: Visit) -> Sequence[Section]:
    return [Section(charts=complaint_reasons(visit))]


def _more(visit: Visit) -> Mapping[str, Any]:
    return {"gaps": unanswered_list(visit)}


PAGE = Page("gaps", "/topics/gaps", _sections, "gaps.html", _more, part_of="topics")
