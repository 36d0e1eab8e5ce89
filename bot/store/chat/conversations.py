"""Customers, their addresses, and their conversations (episodes)."""

from datetime import datetime
from typing import Any, Optional

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.base.database import Connection
from bot.store.base.records import Conversation, Identity, columns, made, record
from bot.store.chat import entrances, touchpoints
from bot.store.chat.touchpoints import Kind
from bot.store.schema import NEW, conversations, customers, identities, messages

_conversation = sa.select(conversations, identities.c.customer_id).join(identities)


class Outdated(Exception):
    """Somebody else changed the conversation since it was read; read it again and decide anew."""


def add_identity(tx: Connection, channel: str, external_id: str, language: str, name: Optional[str] = None) -> Identity:
    """A new customer with a first address."""
    customer_id = tx.execute(customers.insert().values(created_at=now(), name=name)).inserted_primary_key[0]
    tx.execute(
        identities.insert().values(
            customer_id=customer_id, channel=channel, external_id=external_id, language=language, created_at=now()
        )
    )
    found = find_identity(tx, channel, external_id)
    assert found is not None
    return found


_BY_ADDRESS = sa.select(*columns(Identity, identities)).where(
    identities.c.channel == sa.bindparam("channel"), identities.c.external_id == sa.bindparam("external_id")
)


def find_identity(tx: Connection, channel: str, external_id: str) -> Optional[Identity]:
    row = tx.execute(_BY_ADDRESS, {"channel": channel, "external_id": external_id}).first()
    return row and Identity(*row)


def get_identity(tx: Connection, identity_id: int) -> Identity:
    return made(Identity, tx.execute(sa.select(identities).where(identities.c.id == identity_id)).mappings().one())


def locked_chat() -> Any:
    """The query that locks the chat whose number is bound as `identity`."""
    here = identities.c.id == sa.bindparam("identity")
    return sa.select(identities.c.id).where(here).with_for_update(key_share=True)


_LOCK = locked_chat()


def lock_chat(tx: Connection, identity_id: int) -> None:
    """One writer per chat until the transaction ends, so that message numbers become visible in order.

    SQLite has only one writer anyway.
    """
    if tx.dialect.name != "sqlite":
        tx.execute(_LOCK, {"identity": identity_id})


def mark_unreachable(tx: Connection, identity_id: int, at: Optional[datetime]) -> None:
    tx.execute(identities.update().where(identities.c.id == identity_id).values(unreachable_at=at))


def open_for(tx: Connection, identity: Identity) -> int:
    """The number of the customer's open conversation; a new one when there is none. Call with the chat locked."""
    opened = find_open(tx, identity.id)
    return opened.id if opened else _start(tx, identity)


def find_open(tx: Connection, identity_id: int) -> Optional[Conversation]:
    open_now = (conversations.c.identity_id == identity_id) & conversations.c.closed_at.is_(None)
    return record(Conversation, tx.execute(_conversation.where(open_now)).mappings().first())


def _start(tx: Connection, identity: Identity) -> int:
    entrance = entrances.take(tx, identity.id)
    opened = dict(channel=identity.channel, language=identity.language, location=entrance.location)
    values = dict(identity_id=identity.id, owner="bot", version=0, opened_at=now(), active_at=now(), **opened)
    started = get(tx, tx.execute(conversations.insert().values(**values)).inserted_primary_key[0])
    cause = f"c{started.id}:started"
    touchpoints.add(tx, [touchpoints.of(started, Kind.CONVERSATION_STARTED, cause=cause, at=started.opened_at)])
    entrances.record(tx, started, entrance)
    return started.id


def get(tx: Connection, conversation_id: int) -> Conversation:
    """Raises sqlalchemy's NoResultFound where there is none."""
    row = tx.execute(_conversation.where(conversations.c.id == conversation_id)).mappings().one()
    return made(Conversation, row)


def find(tx: Connection, conversation_id: int) -> Optional[Conversation]:
    row = tx.execute(_conversation.where(conversations.c.id == conversation_id)).mappings().first()
    return record(Conversation, row)


CHANGE = (
    conversations.update()
    .where(conversations.c.id == sa.bindparam("number"), conversations.c.version == sa.bindparam("read_version"))
    .values(version=conversations.c.version + 1)
)
WAITING = sa.exists().where(messages.c.conversation_id == conversations.c.id, messages.c.state == NEW)


def change(tx: Connection, conversation: Conversation, **values: Any) -> None:
    """Update the conversation as it was read.

    Raises:
        Outdated: it is no longer as it was read.
    """
    if tx.execute(CHANGE, read_as(conversation) | values).rowcount != 1:
        raise Outdated(f"conversation {conversation.id} has changed")


def read_as(conversation: Conversation) -> dict[str, Any]:
    """What CHANGE asks for."""
    return {"number": conversation.id, "read_version": conversation.version}


def waits(tx: Connection, conversation_id: int) -> bool:
    """Does a message of it wait for a turn?"""
    return bool(tx.execute(sa.select(WAITING).where(conversations.c.id == conversation_id)).scalar())


def idle_since(tx: Connection, moment: datetime, limit: int = 100) -> list[int]:
    """Open conversations without a message since `moment`, unless a human has them or a message waits."""
    query = (
        sa.select(conversations.c.id)
        .where(conversations.c.closed_at.is_(None), conversations.c.active_at < moment)
        .where(conversations.c.owner == "bot", ~WAITING)
        .limit(limit)
    )
    return [int(number) for number in tx.execute(query).scalars()]
