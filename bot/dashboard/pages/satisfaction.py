"""What customers say: CSAT, NPS, CES, the survey funnel, by everything that may explain it."""

from typing import Sequence

from bot.dashboard.charts.chart import COLORS, Cell, Chart, Column, Row
from bot.dashboard.charts.courses import courses, trend
from bot.dashboard.charts.groups import breakdown
from bot.dashboard.charts.tiles import tiles
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit

_HEADLINES = ("csat", "rating_mean", "nps", "ces", "helpfulness", "survey_response_rate", "sentiment_improved")
_BY = ("resolver", "topic", "agent", "channel", "language", "location", "model")
_FUNNEL = ("survey_eligible", "survey_asked", "survey_response_rate", "survey_commented")
_FEELINGS = ("sentiment_start_mean", "sentiment_end_mean", "sentiment_lowest_mean")


def _sections(visit: Visit) -> Sequence[Section]:
    t = visit.t.satisfaction
    visit.memory.expect((*_HEADLINES, *_FUNNEL, *_FEELINGS))
    courses_ = [trend(visit, "csat"), trend(visit, "nps"), trend(visit, "ces"), _funnel(visit)]
    feelings = [courses(visit, "sentiment", t.sentiment, _FEELINGS), trend(visit, "sentiment_improved")]
    return [
        Section(tiles=tiles(visit, _HEADLINES), charts=courses_),
        Section(t.by, t.by_lead, charts=[breakdown(visit, "csat", dimension) for dimension in _BY]),
        Section(t.feeling, charts=feelings),
    ]


def _funnel(visit: Visit) -> Chart:
    """Eligible, asked, answered, commented: how many are left after each step."""
    figures = visit.figures(_FUNNEL)
    left = [figures[_FUNNEL[0]].n, *(figures[key].numerator or 0 for key in _FUNNEL[1:])]
    names = visit.t.satisfaction.steps
    rows = [
        Row(
            names[place],
            [
                Cell(visit.numbers.count(left[place]), left[place], link=visit.link(key)),
                Cell("" if place == 0 else visit.shown(key, figures[key])),
            ],
        )
        for place, key in enumerate(_FUNNEL)
    ]
    says = visit.t.satisfaction.funnel_says.format(*(visit.numbers.count(number) for number in left))
    columns = [Column(visit.name("conversations"), COLORS[0]), Column(visit.t.satisfaction.of_before)]
    return Chart("funnel", "bar", visit.t.satisfaction.funnel, str(says), visit.t.satisfaction.step, columns, rows)


PAGE = Page("satisfaction", "/satisfaction", _sections)
