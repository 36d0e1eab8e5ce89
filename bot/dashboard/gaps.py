"""What has no good answer yet, and what customers complain about. Their own words are shown to who may read them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Mapping, Optional, Sequence

from bot.dashboard.charts.chart import COLORS, Cell, Chart, Column, Row
from bot.dashboard.charts.sentences import largest
from bot.dashboard.charts.spark import spark
from bot.dashboard.sections import Section
from bot.dashboard.visits.visit import Visit
from bot.metrics.insights.complaints import Complaint, complaints, reasons, summary
from bot.metrics.insights.unanswered import Cluster, Unanswered, clusters, unanswered
from bot.metrics.queries.asked import Asked
from bot.store.analytics import texts
from bot.store.shop import complaints as stored

_MOST = 12
_CONVERSATIONS = 3


@dataclass(frozen=True)
class Gap:
    """Questions alike that were not answered well. `lines` is their course by week."""

    count: str
    examples: Sequence[str]
    nearest: str
    nearest_link: Optional[str]
    lines: Sequence[str]
    conversations: Sequence[int]


def unanswered_list(visit: Visit) -> Sequence[Gap]:
    """The largest groups; nothing for who may not read customers' words, by which they are put together."""
    if not visit.may_read:
        return []
    found = unanswered(visit.warehouse, visit.asked)
    with visit.database.read() as tx:
        words = texts.masked(tx, [question.message_id for question in found])
    by_number = {question.question_id: question for question in found}
    return [_gap(visit, cluster, by_number) for cluster in clusters(found, words)[:_MOST]]


def _gap(visit: Visit, cluster: Cluster, questions: Mapping[int, Unanswered]) -> Gap:
    behind = dict.fromkeys(questions[number].conversation_id for number in cluster.questions)
    nearest = cluster.nearest
    return Gap(
        visit.numbers.count(cluster.size),
        cluster.examples,
        visit.naming.value("topic", nearest) if nearest else "",
        visit.link("unanswered", topic=nearest) if nearest else None,
        spark(list(cluster.weeks.values())),
        list(behind)[:_CONVERSATIONS],
    )


def complaint_section(visit: Visit) -> Section:
    t = visit.t.complaints
    found = _complaints(visit)
    whole = summary(found)
    topics = [(visit.naming.value("topic", topic), count) for topic, count in whole.by_topic.items()]
    stores = [(visit.naming.value("location", store), count) for store, count in whole.by_location.items()]
    told = [(str(t.questions[name]), count) for name, count in whole.answered.items()]
    charts = [
        _bars(visit, "complaints_by_topic", t.by_topic, visit.naming.dimension("topic"), topics[:10]),
        _bars(visit, "complaints_by_location", t.by_location, visit.naming.dimension("location"), stores),
        _bars(visit, "complaints_told", t.told, t.question, told),
    ]
    lead = t.lead.format(visit.numbers.count(whole.complaints), visit.numbers.count(whole.complete))
    return Section(t.title, str(lead), charts=charts if found else ())


def _before(asked: Asked) -> datetime:
    """A moment before the period in every time zone; no complaint is older than its conversation."""
    return datetime.combine(asked.period.start, time(), timezone.utc) - timedelta(days=1)


def _bars(visit: Visit, key: str, title: str, first: str, amounts: Sequence[tuple[str, int]]) -> Chart:
    named = [(name, count, visit.numbers.count(count)) for name, count in amounts]
    rows = [Row(name, [Cell(text, count)]) for name, count, text in named]
    return Chart(key, "bar", title, largest(visit, named), first, [Column(visit.t.complaints.title, COLORS[1])], rows)


def complaint_reasons(visit: Visit) -> Sequence[Chart]:
    """Why it happened, as customers say; nothing for who may not read it."""
    found = _complaints(visit) if visit.may_read else []
    if not found:
        return []
    with visit.database.read() as tx:
        told = stored.told(tx, [complaint.complaint_id for complaint in found])
    whys = {number: answers["why"] for number, answers in told.items() if "why" in answers}
    conversations = {complaint.complaint_id: complaint.conversation_id for complaint in found}
    rows = [
        Row(
            reason.examples[0],
            [Cell(visit.numbers.count(len(reason.complaints)), len(reason.complaints)), _others(reason.examples)],
            link=visit.view.url(f"/conversations/{conversations[reason.complaints[0]]}"),
        )
        for reason in reasons(whys)[:_MOST]
    ]
    t = visit.t.complaints
    columns = [Column(t.title), Column(t.others, is_number=False)]
    return [Chart("complaint_reasons", "table", t.reasons, t.reasons_says, t.reason, columns, rows)]


def _complaints(visit: Visit) -> list[Complaint]:
    with visit.database.read() as tx:
        outlines = stored.outlines(tx, _before(visit.asked))
    return complaints(visit.warehouse, visit.asked, outlines)


def _others(examples: Sequence[str]) -> Cell:
    return Cell(" · ".join(examples[1:]))
