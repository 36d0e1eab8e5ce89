"""The one table of messages: inbox, transcript and outbox."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Mapping, Optional

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.base.database import Connection
from bot.store.base.records import Button, Message, made, record
from bot.store.schema import NEW, buttons, conversations, messages

LONGEST_PAUSE = timedelta(minutes=5)


def find_inbound(tx: Connection, channel: str, external_id: str) -> Optional[Message]:
    query = (
        sa.select(messages, conversations.c.language)
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .where(messages.c.channel == channel, messages.c.external_id == external_id)
    )
    return record(Message, tx.execute(query).mappings().first())


def edit(tx: Connection, message_id: int, text: str) -> None:
    tx.execute(messages.update().where(messages.c.id == message_id).values(text=text, edited_at=now()))


def pressed(tx: Connection, token: str, identity_id: int) -> Optional[Mapping[str, Any]]:
    """What a token stands for: {"payload", "title", "conversation_id", "closed_at"}; only in its own chat."""
    query = (
        sa.select(buttons.c.payload, buttons.c.title, messages.c.conversation_id, conversations.c.closed_at)
        .join(messages, messages.c.id == buttons.c.message_id)
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .where(buttons.c.token == token, conversations.c.identity_id == identity_id)
    )
    found: Optional[Mapping[str, Any]] = tx.execute(query).mappings().first()
    return found


def new_in(tx: Connection, conversation_id: int) -> set[int]:
    """The numbers of the conversation's messages that no turn has handled yet."""
    here = (messages.c.conversation_id == conversation_id) & (messages.c.state == NEW)
    return set(tx.execute(sa.select(messages.c.id).where(here)).scalars())


def finish(tx: Connection, message_id: int, was: str, becomes: str, error: Optional[str] = None) -> bool:
    """Move a message on; False when another process did so before."""
    waiting = (messages.c.id == message_id) & (messages.c.state == was)
    return bool(tx.execute(messages.update().where(waiting).values(state=becomes, done_at=now(), error=error)).rowcount)


def postpone(tx: Connection, message_id: int, due_at: datetime, error: str) -> None:
    """Count a failed attempt and try again at `due_at`, or after LONGEST_PAUSE if that is sooner."""
    soon = min(due_at, now() + LONGEST_PAUSE)
    tx.execute(
        messages.update()
        .where(messages.c.id == message_id)
        .values(attempts=messages.c.attempts + 1, due_at=soon, error=error)
    )


def is_due(due_at: Optional[datetime]) -> bool:
    """What seems to be due later than anything is put off was put off before the clock was set back."""
    moment = now()
    return due_at is None or not moment < due_at <= moment + LONGEST_PAUSE


def due(moment: Any, latest: Any) -> sa.sql.ColumnElement:
    """The same as a condition; `latest` is LONGEST_PAUSE after the moment."""
    return messages.c.due_at.is_(None) | (messages.c.due_at <= moment) | (messages.c.due_at > latest)


def in_chat(tx: Connection, identity_id: int, after: int = 0, limit: int = 200) -> list[Message]:
    """What the customer sees in the chat after message `after`, over all episodes, oldest first."""
    query = (
        sa.select(messages, conversations.c.language)
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .where(conversations.c.identity_id == identity_id, messages.c.id > after)
        .order_by(messages.c.id)
        .limit(limit)
    )
    return with_buttons(tx, [made(Message, row) for row in tx.execute(query).mappings()])


def in_conversation(tx: Connection, conversation_id: int, limit: int = 500) -> list[Message]:
    """The transcript of one episode, its last `limit` messages, oldest first."""
    query = (
        sa.select(messages)
        .where(messages.c.conversation_id == conversation_id)
        .order_by(messages.c.id.desc())
        .limit(limit)
    )
    return with_buttons(tx, [made(Message, row) for row in tx.execute(query).mappings()][::-1])


def set_aside(tx: Connection, limit: int = 100) -> list[Mapping[str, Any]]:
    """Messages that failed three times and wait for an operator, the newest first."""
    query = sa.select(messages).where(messages.c.state == "set_aside").order_by(messages.c.id.desc()).limit(limit)
    return list(tx.execute(query).mappings())


def with_buttons(tx: Connection, found: list[Message]) -> list[Message]:
    """The messages with the buttons under them."""
    ours = [m.id for m in found if m.sender != "customer"]
    if not ours:
        return found
    query = sa.select(buttons).where(buttons.c.message_id.in_(ours)).order_by(buttons.c.position)
    by_message: dict[int, list[Button]] = {}
    for row in tx.execute(query).mappings():
        by_message.setdefault(row["message_id"], []).append(Button(row["token"], row["title"]))
    return [replace(m, buttons=tuple(by_message.get(m.id, ()))) for m in found]
