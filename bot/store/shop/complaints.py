"""Complaints, kept answer by answer, so that what was told is there even if the customer leaves in the middle."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Optional, Sequence

import sqlalchemy as sa

from bot.base.clock import now
from bot.base.masking import mask
from bot.store.base.database import Connection
from bot.store.schema import complaints

# The way to the root cause, in the order in which it is asked.
QUESTIONS = ("what_happened", "since_when", "how_long", "who_noticed", "why", "reaction", "changed_since")


@dataclass(frozen=True)
class Outline:
    """A complaint without what was told: `answered` are the questions that were."""

    id: int
    conversation_id: int
    filed_at: datetime
    completed_at: Optional[datetime]
    answered: tuple[str, ...]


def save(tx: Connection, cause: str, conversation_id: int, **values: Any) -> None:
    """Write the complaint that `cause` began, new or further."""
    changed = tx.execute(complaints.update().where(complaints.c.cause == cause).values(**values))
    if not changed.rowcount:
        first = dict(cause=cause, conversation_id=conversation_id, filed_at=now())
        tx.execute(complaints.insert().values(**first, **values))


def withdraw(tx: Connection, cause: str) -> None:
    tx.execute(complaints.delete().where(complaints.c.cause == cause))


def latest(tx: Connection, conversation_id: int) -> Optional[Mapping[str, Any]]:
    """The newest complaint of the conversation, all columns."""
    query = sa.select(complaints).where(complaints.c.conversation_id == conversation_id)
    found: Optional[Mapping[str, Any]] = tx.execute(query.order_by(complaints.c.id.desc()).limit(1)).mappings().first()
    return found


def outlines(tx: Connection, since: datetime) -> list[Outline]:
    """Complaints begun at that time or later, in that order. Nothing of what customers said."""
    is_told = [(complaints.c[name] != "").label(name) for name in QUESTIONS]
    when = complaints.c.filed_at, complaints.c.completed_at
    query = sa.select(complaints.c.id, complaints.c.conversation_id, *when, *is_told)
    found = tx.execute(query.where(complaints.c.filed_at >= since).order_by(complaints.c.id)).mappings()
    return [_outline(row) for row in found]


def _outline(row: Mapping[str, Any]) -> Outline:
    answered = tuple(name for name in QUESTIONS if row[name])
    return Outline(row["id"], row["conversation_id"], row["filed_at"], row["completed_at"], answered)


def told(tx: Connection, complaint_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """What customers answered, by complaint and question, without addresses and numbers; only for who may read it."""
    columns = [complaints.c[name] for name in QUESTIONS]
    query = sa.select(complaints.c.id, *columns).where(complaints.c.id.in_(complaint_ids))
    return {row["id"]: _told(row) for row in tx.execute(query).mappings()}


def _told(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: mask(row[name]) for name in QUESTIONS if row[name]}
