"""Messages that wait for their turn for too long."""

from datetime import datetime

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.schema import NEW, conversations, messages

_LATER = messages.alias()
_BEFORE = sa.bindparam("before", type_=messages.c.created_at.type)
_first = sa.select(sa.func.min(messages.c.id)).where(messages.c.state == NEW).group_by(messages.c.conversation_id)
_told = sa.exists().where(
    _LATER.c.conversation_id == messages.c.conversation_id,
    _LATER.c.id > messages.c.id,
    _LATER.c.sender != "customer",
)
_UNTOLD = (
    sa.select(messages.c.conversation_id, messages.c.id)
    .join(conversations, conversations.c.id == messages.c.conversation_id)
    .where(messages.c.id.in_(_first), messages.c.created_at < _BEFORE, ~_told)
    .where(conversations.c.owner != "human")
    .order_by(messages.c.id)
    .limit(200)
)


def untold(tx: Connection, before: datetime) -> list[tuple[int, int]]:
    """(conversation, message): the first message waits since `before`, and nobody has written since."""
    return [(row.conversation_id, row.id) for row in tx.execute(_UNTOLD, {"before": before})]


def is_untold(tx: Connection, message_id: int) -> bool:
    """Does the message still wait for its turn, and has nobody written since?"""
    return bool(tx.execute(sa.select(~_told).where(messages.c.id == message_id, messages.c.state == NEW)).scalar())
