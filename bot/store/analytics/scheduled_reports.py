"""Views of the dashboard that are sent by e-mail: to whom, how often, and how it went."""

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.base.records import made
from bot.store.schema import agents, scheduled_reports


@dataclass(frozen=True)
class ScheduledReport:
    """`view` is an address below /analytics, with its filters. `every` is day, week or month."""

    id: int
    agent_id: int
    agent: str
    view: str
    email: str
    language: str
    every: str
    next_at: datetime
    sent_at: Optional[datetime]
    failed_at: Optional[datetime]
    error: Optional[str]


_reports = sa.select(scheduled_reports, agents.c.name.label("agent")).join(agents)


def add(tx: Connection, agent_id: int, view: str, email: str, language: str, every: str, next_at: datetime) -> None:
    values = dict(agent_id=agent_id, view=view, email=email, language=language, every=every, next_at=next_at)
    tx.execute(scheduled_reports.insert().values(**values))


def listed(tx: Connection, agent_id: Optional[int] = None) -> list[ScheduledReport]:
    """All reports, or one person's."""
    query = _reports.order_by(scheduled_reports.c.id)
    if agent_id is not None:
        query = query.where(scheduled_reports.c.agent_id == agent_id)
    return [made(ScheduledReport, row) for row in tx.execute(query).mappings()]


def remove(tx: Connection, report_id: int, agent_id: Optional[int] = None) -> bool:
    """Delete a report, of that person if one is given; False when there is none."""
    chosen = scheduled_reports.c.id == report_id
    if agent_id is not None:
        chosen &= scheduled_reports.c.agent_id == agent_id
    return bool(tx.execute(scheduled_reports.delete().where(chosen)).rowcount)


def due(tx: Connection, moment: datetime) -> list[ScheduledReport]:
    query = _reports.where(scheduled_reports.c.next_at <= moment).order_by(scheduled_reports.c.next_at)
    return [made(ScheduledReport, row) for row in tx.execute(query).mappings()]


def claim(tx: Connection, report: ScheduledReport, next_at: datetime) -> bool:
    """Take this sending of the report; False when another process was faster."""
    same = (scheduled_reports.c.id == report.id) & (scheduled_reports.c.next_at == report.next_at)
    return bool(tx.execute(scheduled_reports.update().where(same).values(next_at=next_at)).rowcount)


def sent(tx: Connection, report_id: int, at: datetime) -> None:
    _note(tx, report_id, sent_at=at, failed_at=None, error=None)


def failed(tx: Connection, report_id: int, at: datetime, error: str, again_at: datetime) -> None:
    _note(tx, report_id, failed_at=at, error=error, next_at=again_at)


def _note(tx: Connection, report_id: int, **values: object) -> None:
    tx.execute(scheduled_reports.update().where(scheduled_reports.c.id == report_id).values(**values))
