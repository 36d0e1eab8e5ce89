"""Variants of answers against the present one: what they did, whether it is time to look, and the decision."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Mapping, Optional, Sequence
from zoneinfo import ZoneInfo

from bot.base.clock import now
from bot.base.content import DEFAULT_LANGUAGE
from bot.base.experiments import CONTROL, Experiment, project_experiments
from bot.dashboard.charts.cells import interval_column
from bot.dashboard.charts.chart import COLORS, Cell, Chart, Column, Row
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit
from bot.metrics.insights.experiments import Comparison, Result, compare
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.registry import BY_KEY
from bot.store.analytics import experiments
from bot.store.analytics.experiments import Decision
from bot.store.staff import agents

_FACT = re.compile(r"\{(\w+)\}")
_TONES = {"better": "good", "worse": "bad"}


@dataclass(frozen=True)
class Trial:
    """An experiment on the page. `share` is how much of the planned sample is there, from 0 to 1."""

    key: str
    title: str
    state: str
    when: str
    who: str
    adopted: str
    variants: Sequence[tuple[str, str]]
    comparison: Optional[Comparison]
    share: float
    needed: str
    reached: str
    chart: Optional[Chart]


def _sections(_visit: Visit) -> Sequence[Section]:
    return []


def _more(visit: Visit) -> Mapping[str, Any]:
    with visit.database.read() as tx:
        decided = experiments.every(tx)
        names = {agent.id: agent.name for agent in agents.every(tx)}
    declared = project_experiments()
    return {"trials": [_trial(visit, one, decided.get(key), names) for key, one in declared.items()]}


def _trial(visit: Visit, experiment: Experiment, decision: Optional[Decision], names: Mapping[int, str]) -> Trial:
    found = compare(visit.warehouse, _over(visit, decision), experiment) if decision else None
    needed = found.needed if found else None
    return Trial(
        key=experiment.key,
        title=f"{visit.naming.value('topic', experiment.topic)}: {visit.name(experiment.metric)}",
        state=decision.state if decision else "ready",
        when=_when(visit, decision),
        who=names.get(decision.agent_id or 0, "") if decision else "",
        adopted=visit.naming.value("variant_name", decision.adopted) if decision and decision.adopted else "",
        variants=[(name, _text(visit, experiment, variant.text)) for name, variant in experiment.variants.items()],
        comparison=found,
        share=min(1.0, found.reached / needed) if found and needed else 0.0,
        needed=visit.numbers.count(needed) if needed else visit.t.no_data,
        reached=visit.numbers.count(found.reached) if found else "0",
        chart=_chart(visit, experiment, found) if found else None,
    )


def _over(visit: Visit, decision: Optional[Decision]) -> Asked:
    """The experiment's own period, whatever the page's; the page's filters hold."""
    assert decision is not None
    zone = ZoneInfo(visit.settings.time_zone)
    first = decision.started_at.astimezone(zone).date()
    last = (decision.ended_at or now()).astimezone(zone).date()
    return visit.asked.over(Period(first, last + timedelta(days=1)))


def _when(visit: Visit, decision: Optional[Decision]) -> str:
    return visit.period(_over(visit, decision)) if decision else ""


def _text(visit: Visit, experiment: Experiment, text: Mapping[str, str]) -> str:
    """What customers read. The control has no text of its own: it is the topic's present answer."""
    facts = visit.content.facts_in(visit.language)
    own = text.get(visit.language) or text.get(DEFAULT_LANGUAGE)
    if own is None:
        return visit.content.text(f"utter_faq/{experiment.topic}", visit.language)
    return _FACT.sub(lambda found: str(facts.get(found[1], found[0])), own)


def _chart(visit: Visit, experiment: Experiment, found: Comparison) -> Chart:
    t = visit.t.experiments
    control = next(result.figure for result in found.results if result.variant == CONTROL)
    rows = [_row(visit, experiment, result) for result in found.results]
    columns = [
        Column(visit.name(experiment.metric), COLORS[0]), interval_column(visit), Column(visit.t.n_name),
        Column(t.exposed), Column(t.difference), Column(t.verdict, is_number=False),
    ]  # fmt: skip
    return Chart(
        f"experiment_{experiment.key}", "forest", t.results, _says(visit, experiment, found), t.variant, columns, rows,
        BY_KEY[experiment.metric].unit, reference=control.value, reference_label=t.control,
    )  # fmt: skip


def _row(visit: Visit, experiment: Experiment, result: Result) -> Row:
    unit, figure = BY_KEY[experiment.metric].unit, result.figure
    low, high = figure.interval or (None, None)
    apart = result.difference
    cells = [
        Cell(visit.shown(experiment.metric, figure), figure.value, low, high),
        Cell(visit.numbers.interval(unit, figure.interval) if figure.interval else ""),
        Cell(visit.numbers.count(figure.n), figure.n),
        Cell(visit.numbers.count(result.exposed), result.exposed),
        Cell(visit.numbers.interval(unit, apart) if apart else ""),
        Cell("" if result.variant == CONTROL else str(visit.t.experiments.verdicts[result.verdict])),
    ]
    return Row(visit.naming.value("variant_name", result.variant), cells, tone=_TONES.get(result.verdict, "even"))


def _says(visit: Visit, experiment: Experiment, found: Comparison) -> str:
    t = visit.t.experiments
    if found.is_peeking:
        return str(t.peeking)
    sure = [result for result in found.results if result.verdict in _TONES]
    if not sure:
        return str(t.no_difference.format(name=visit.name(experiment.metric)))
    named = [f"{visit.naming.value('variant_name', result.variant)} ({t.verdicts[result.verdict]})" for result in sure]
    return str(t.differs.format(name=visit.name(experiment.metric), variants=", ".join(named)))


PAGE = Page("experiments", "/experiments", _sections, "experiments.html", _more)
