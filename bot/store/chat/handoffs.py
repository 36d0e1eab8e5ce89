"""Handoffs: the queue of customers who wait for a human, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.base.records import Conversation, Handoff, made, record
from bot.store.schema import agents, conversations, customers, handoffs, identities

OPEN = ("waiting", "accepted")
_OPEN = handoffs.c.state.in_(OPEN)


@dataclass(frozen=True)
class QueueEntry:
    """A handoff as the console lists it."""

    id: int
    conversation_id: int
    state: str
    reason: str
    requested_at: datetime
    accepted_at: Optional[datetime]
    agent_id: Optional[int]
    agent: Optional[str]
    channel: str
    language: str
    customer_id: int
    customer: Optional[str]
    email: Optional[str]
    note: Optional[str]


def find_open(tx: Connection, conversation_id: int) -> Optional[Handoff]:
    query = sa.select(handoffs).where(handoffs.c.conversation_id == conversation_id, _OPEN)
    return record(Handoff, tx.execute(query).mappings().first())


def latest(tx: Connection, conversation_id: int) -> Optional[Handoff]:
    query = sa.select(handoffs).where(handoffs.c.conversation_id == conversation_id).order_by(handoffs.c.id.desc())
    return record(Handoff, tx.execute(query.limit(1)).mappings().first())


def add(tx: Connection, conversation: Conversation, **values: Any) -> None:
    tx.execute(handoffs.insert().values(conversation_id=conversation.id, state="waiting", **values))


def change(tx: Connection, handoff_id: int, **values: Any) -> None:
    tx.execute(handoffs.update().where(handoffs.c.id == handoff_id).values(**values))


def waiting_before(tx: Connection, requested_at: datetime) -> int:
    """How many wait longer than one who asked at that time."""
    query = sa.select(sa.func.count()).where(handoffs.c.state == "waiting", handoffs.c.requested_at < requested_at)
    return int(tx.execute(query).scalar())


def queue(tx: Connection) -> list[QueueEntry]:
    """Everything open: waiting first, the longest waiting on top."""
    query = (
        sa.select(
            handoffs,
            conversations.c.channel,
            conversations.c.language,
            identities.c.customer_id,
            customers.c.name.label("customer"),
            agents.c.name.label("agent"),
        )
        .select_from(handoffs)
        .join(conversations, conversations.c.id == handoffs.c.conversation_id)
        .join(identities, identities.c.id == conversations.c.identity_id)
        .join(customers, customers.c.id == identities.c.customer_id)
        .outerjoin(agents, agents.c.id == handoffs.c.agent_id)
        .where(_OPEN)
        .order_by(handoffs.c.state.desc(), handoffs.c.requested_at)
    )
    return [made(QueueEntry, row) for row in tx.execute(query).mappings()]
