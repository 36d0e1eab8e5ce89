"""What the support team does: how long customers wait, who helps them, and when."""

from typing import Sequence

from bot.dashboard.charts.cells import cell
from bot.dashboard.charts.chart import Chart, Column, Row
from bot.dashboard.charts.courses import courses, trend
from bot.dashboard.charts.groups import breakdown, compare_groups
from bot.dashboard.charts.heats import busiest_hours
from bot.dashboard.charts.tiles import tiles
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit
from bot.metrics.registry import BY_KEY

_HEADLINES = (
    "handoffs", "wait_median", "first_response_median", "handle_time_median", "resolution_time_median",
    "queue_abandoned", "reopen_rate", "transfers_per_handoff", "concurrent_load", "agent_online_time",
)  # fmt: skip
_TIMES = ("wait", "first_response", "handle_time", "resolution_time")
_PARTS = ("median", "p90", "p95")
_AGENTS = (
    "handoffs", "wait_median", "first_response_median", "handle_time_median", "csat", "reopen_rate",
    "transfers_per_handoff", "messages_per_handoff", "agent_online_time", "concurrent_load",
)  # fmt: skip


def _sections(visit: Visit) -> Sequence[Section]:
    t = visit.t.support
    visit.memory.expect((*_HEADLINES, *(f"{time}_{part}" for time in _TIMES for part in _PARTS)))
    names = [visit.t.parts[part] for part in _PARTS]
    waits = courses(visit, "waits", t.waits, [f"wait_{part}" for part in _PARTS], names=names)
    responses = courses(visit, "responses", t.responses, [f"first_response_{part}" for part in _PARTS], names=names)
    queue = [trend(visit, "handoffs"), breakdown(visit, "handoffs", "reason"), busiest_hours(visit, "handoffs")]
    team = [compare_groups(visit, "agents", t.agents, "agent", _AGENTS), breakdown(visit, "csat", "agent")]
    return [
        Section(tiles=tiles(visit, _HEADLINES), charts=[_durations(visit), waits, responses]),
        Section(t.queue, charts=queue),
        Section(t.team, charts=[*team, breakdown(visit, "handle_time_median", "agent")]),
    ]


def _durations(visit: Visit) -> Chart:
    """Every duration as median, p90 and p95, by the clock and in business hours."""
    t = visit.t.support
    stems = [stem for time in _TIMES for stem in (time, f"{time}_business")]
    figures = visit.figures([f"{stem}_{part}" for stem in stems for part in _PARTS])
    rows = [
        Row(
            t.times[stem],
            [cell(visit, BY_KEY[key], figures[key], visit.link(key)) for key in (f"{stem}_{part}" for part in _PARTS)],
        )
        for stem in stems
    ]
    wait = visit.shown("wait_median", figures["wait_median"])
    says = str(t.durations_says.format(wait, visit.shown("wait_p95", figures["wait_p95"])))
    columns = [Column(visit.t.parts[part]) for part in _PARTS]
    return Chart("durations", "table", t.durations, says, t.duration, columns, rows, wide=True)


PAGE = Page("support", "/support", _sections)
