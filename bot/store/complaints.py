"""Complaints, kept answer by answer, so that what was told is there even if the customer leaves in the middle."""

from typing import Any, Mapping, Optional

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.database import Connection
from bot.store.schema import complaints


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
