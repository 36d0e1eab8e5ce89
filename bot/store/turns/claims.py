"""Which process works on which conversation, where several share a database: noted in the conversation's row.

Only saves double work: that a conversation is never changed by two at once is ensured by its version (work.py). The
inbox takes the claim with the message (intake.py), a turn's commit gives it back when nothing more waits. An SQLite
file is served by one process, which needs no claims against itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.base.clock import now
from bot.store.base.database import Database
from bot.store.chat.messages import LONGEST_PAUSE, due
from bot.store.schema import NEW, conversations, messages

# Renewed every second while a turn is under way; after so long without that the holder is dead or hangs.
LASTS = timedelta(seconds=5)

_HOLDER, _NOW = sa.bindparam("holder"), sa.bindparam("now", type_=conversations.c.claimed_until.type)
_UNTIL = sa.bindparam("until", type_=conversations.c.claimed_until.type)
_LATEST = sa.bindparam("latest", type_=messages.c.due_at.type)
_EARLIER = messages.alias()

# Nothing is claimed for so long: it was before the clock was set back, or by a machine whose clock is wrong.
_TOO_LONG = conversations.c.claimed_until > _NOW + sa.literal(2 * LASTS, postgresql.INTERVAL)
FREE = conversations.c.claimed_by.is_(None) | (conversations.c.claimed_until < _NOW) | _TOO_LONG
_MINE = conversations.c.claimed_by == _HOLDER


@dataclass(frozen=True)
class Claim:
    """`holder` is the process; no two claims have the same `until`."""

    holder: str
    until: datetime


def claim_for(holder: str) -> Claim:
    return Claim(holder, now() + LASTS)


def take_waiting(database: Database, claim: Claim, limit: int) -> list[int]:
    """Conversations with a message that waits for a turn now, the longest waiting first, and now claimed.

    Those that the holder has already are among them: their claims are renewed.
    """
    values = dict(holder=claim.holder, now=now(), latest=now() + LONGEST_PAUSE, limit=limit)
    if not database.shared:
        with database.read() as tx:
            return [int(number) for number in tx.execute(_WAITING, values).scalars()]
    with database.write() as tx:
        return [int(number) for number in tx.execute(_TAKE_WAITING, {**values, "until": claim.until}).scalars()]


def _waiting(*conditions: sa.sql.ColumnElement) -> sa.sql.Select:
    earlier = (_EARLIER.c.conversation_id == messages.c.conversation_id) & (_EARLIER.c.id < messages.c.id)
    first = ~sa.exists().where(earlier, _EARLIER.c.state == NEW)
    now_due = due(_NOW, _LATEST)
    query = sa.select(messages.c.conversation_id).where(messages.c.state == NEW, now_due, first, *conditions)
    # Not by the bare number, or SQLite looks through all messages in its order instead of at those that wait.
    return query.order_by(messages.c.id + 0).limit(sa.bindparam("limit", type_=sa.Integer))


_WAITING = _waiting()
_here = messages.c.conversation_id == conversations.c.id
_found = _waiting(_here, FREE | _MINE).with_for_update(of=conversations, skip_locked=True).cte("found")
_TAKE_WAITING = (
    conversations.update()
    .where(conversations.c.id == _found.c.conversation_id)
    .values(claimed_by=_HOLDER, claimed_until=_UNTIL)
    .returning(conversations.c.id)
)


def release(database: Database, holder: str, conversation_ids: list[int]) -> None:
    """Leave them to the other processes at once, as one that ends does."""
    if database.shared and conversation_ids:
        which = conversations.c.id.in_(conversation_ids) & _MINE
        with database.write() as tx:
            tx.execute(conversations.update().where(which).values(claimed_by=None), {"holder": holder})
