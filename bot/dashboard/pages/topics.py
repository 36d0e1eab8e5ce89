"""What customers ask: how much, how well it is answered, what it leads to, and what has no answer yet."""

from typing import Sequence

from bot.dashboard.charts.cells import cell
from bot.dashboard.charts.chart import Cell, Chart, Column, Row
from bot.dashboard.charts.flows import flows
from bot.dashboard.charts.groups import breakdown, compare_groups
from bot.dashboard.charts.tiles import tiles
from bot.dashboard.gaps import complaint_section
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit
from bot.metrics.insights.following import following
from bot.metrics.registry import BY_KEY
from bot.metrics.statistics.figures import Figure, difference

_HEADLINES = ("questions", "answered_rate", "helpfulness", "unanswered", "click_through_rate")
_COMPARED = ("questions", "answered_rate", "helpfulness", "csat", "containment", "unanswered")


def _sections(visit: Visit) -> Sequence[Section]:
    t = visit.t.topics
    visit.memory.expect(_HEADLINES)
    pairs = [
        (visit.naming.value("topic", one.topic), visit.naming.value("topic", one.then), one.times)
        for one in following(visit.warehouse, visit.asked)
    ]
    charts = [breakdown(visit, "questions", "topic"), breakdown(visit, "helpfulness", "topic")]
    moves = [_moves(visit), flows(visit, "following", t.following, visit.naming.dimension("topic"), pairs)]
    return [
        Section(tiles=tiles(visit, _HEADLINES), charts=[*charts, *moves]),
        Section(t.all, charts=[compare_groups(visit, "topics", t.table, "topic", _COMPARED)]),
        complaint_section(visit),
    ]


def _moves(visit: Visit) -> Chart:
    """Topics by how much their number of questions changed against the period before."""
    t, earlier = visit.t.topics, visit.view.before
    now = {group: figures["questions"] for group, figures in visit.by("topic", ["questions"]).items()}
    found = visit.by("topic", ["questions"], earlier) if earlier else {}
    before = {group: figures["questions"] for group, figures in found.items()}
    nothing = BY_KEY["questions"].measure.figure(0)  # type: ignore[union-attr]
    pairs = {group: (now.get(group, nothing), before.get(group, nothing)) for group in {*now, *before} if earlier}
    order = sorted(pairs, key=lambda group: (-abs(pairs[group][0].n - pairs[group][1].n), group))
    rows = [_move(visit, group, *pairs[group]) for group in order[:15]]
    columns = [Column(t.now), Column(t.before), Column(t.change), Column(t.sure, is_number=False)]
    says = t.moves_says.format(rows[0].label, rows[0].cells[2].text) if rows else visit.t.says.nothing
    return Chart("moves", "table", t.moves, str(says), visit.naming.dimension("topic"), columns, rows)


def _move(visit: Visit, topic: str, now: Figure, before: Figure) -> Row:
    apart, metric = difference(now, before), BY_KEY["questions"]
    is_noise = apart is None or apart[0] <= 0 <= apart[1]
    change = now.n - before.n
    cells = [
        cell(visit, metric, now, visit.link("questions", topic=topic)),
        cell(visit, metric, before),
        Cell(f"{change:+,}", change),
        Cell(visit.t.tile.noise if is_noise else visit.t.topics.beyond),
    ]
    return Row(visit.naming.value("topic", topic), cells)


PAGE = Page("topics", "/topics", _sections, "topics.html")
