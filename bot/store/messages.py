"""The one table of messages: inbox, transcript and outbox."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any, Iterable, Mapping, Optional, Sequence

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.database import Connection
from bot.store.records import Button, Conversation, Message, made, record
from bot.store.schema import buttons, conversations, identities, messages


def add_inbound(
    tx: Connection, conversation_id: int, channel: str, external_id: str, text: str, token: Optional[str] = None
) -> int:
    """Store a customer's message; the chat must be locked and the external id not yet stored."""
    values = dict(
        conversation_id=conversation_id, channel=channel, sender="customer", text=text, state="new",
        created_at=now(), external_id=external_id, button_token=token,
    )  # fmt: skip
    return int(tx.execute(messages.insert().values(**values)).inserted_primary_key[0])


def find_inbound(tx: Connection, channel: str, external_id: str) -> Optional[Message]:
    query = (
        sa.select(messages, conversations.c.language)
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .where(messages.c.channel == channel, messages.c.external_id == external_id)
    )
    return record(Message, tx.execute(query).mappings().first())


def edit(tx: Connection, message_id: int, text: str) -> None:
    tx.execute(messages.update().where(messages.c.id == message_id).values(text=text, edited_at=now()))


def add_outbound(
    tx: Connection,
    conversation: Conversation,
    sender: str,
    text: str,
    choices: Sequence[Mapping[str, str]] = (),
    agent_id: Optional[int] = None,
) -> int:
    """Put a reply into the outbox; the chat must be locked.

    `choices` are {"title", "payload"}; the customer gets tokens for them.
    """
    values = dict(
        conversation_id=conversation.id, channel=conversation.channel, sender=sender, text=text,
        state="pending", created_at=now(), agent_id=agent_id,
    )  # fmt: skip
    message_id = int(tx.execute(messages.insert().values(**values)).inserted_primary_key[0])
    rows = [_button(message_id, place, choice) for place, choice in enumerate(choices)]
    if rows:
        tx.execute(buttons.insert(), rows)
    return message_id


def _button(message_id: int, place: int, choice: Mapping[str, str]) -> dict[str, Any]:
    # 18 random bytes can't be guessed and stay under Telegram's 64 bytes of callback data.
    token = secrets.token_urlsafe(18)
    return dict(token=token, message_id=message_id, position=place, title=choice["title"], payload=choice["payload"])


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


def conversations_with_new(tx: Connection, limit: int = 200) -> list[int]:
    """Conversations that have a message nobody handled yet, the longest waiting first."""
    query = (
        sa.select(messages.c.conversation_id)
        .where(messages.c.state == "new")
        .where(messages.c.due_at.is_(None) | (messages.c.due_at <= now()))
        .group_by(messages.c.conversation_id)
        .order_by(sa.func.min(messages.c.id))
        .limit(limit)
    )
    return [int(number) for number in tx.execute(query).scalars()]


def oldest_new(tx: Connection, conversation_id: int) -> Optional[Message]:
    query = (
        sa.select(messages)
        .where(messages.c.conversation_id == conversation_id, messages.c.state == "new")
        .order_by(messages.c.id)
        .limit(1)
    )
    return record(Message, tx.execute(query).mappings().first())


def new_in(tx: Connection, conversation_id: int) -> set[int]:
    """The numbers of the conversation's messages that no turn has handled yet."""
    waiting = (messages.c.conversation_id == conversation_id) & (messages.c.state == "new")
    return set(tx.execute(sa.select(messages.c.id).where(waiting)).scalars())


def finish(tx: Connection, message_id: int, was: str, becomes: str, error: Optional[str] = None) -> bool:
    """Move a message on; False when another process did so before."""
    waiting = (messages.c.id == message_id) & (messages.c.state == was)
    return bool(tx.execute(messages.update().where(waiting).values(state=becomes, done_at=now(), error=error)).rowcount)


def postpone(tx: Connection, message_id: int, due_at: datetime, error: str) -> None:
    """Count a failed attempt and try again at `due_at`."""
    tx.execute(
        messages.update()
        .where(messages.c.id == message_id)
        .values(attempts=messages.c.attempts + 1, due_at=due_at, error=error)
    )


def pending(tx: Connection, channel: str, limit: int = 200) -> list[tuple[Message, str, int]]:
    """What the channel has to deliver now: (message, external id of the chat, identity); the oldest of each chat."""
    first = (
        sa.select(sa.func.min(messages.c.id))
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .where(messages.c.state == "pending", messages.c.channel == channel)
        .group_by(conversations.c.identity_id)
    )
    query = (
        sa.select(messages, identities.c.external_id.label("chat"), identities.c.id.label("identity_id"))
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .join(identities, identities.c.id == conversations.c.identity_id)
        .where(messages.c.id.in_(first))
        .where(messages.c.due_at.is_(None) | (messages.c.due_at <= now()))
        .order_by(messages.c.id)
        .limit(limit)
    )
    rows = tx.execute(query).mappings().all()
    found = _with_buttons(tx, [made(Message, row) for row in rows])
    return [(message, row["chat"], row["identity_id"]) for message, row in zip(found, rows, strict=True)]


def in_chat(tx: Connection, identity_id: int, after: int = 0, limit: int = 200) -> list[Message]:
    """What the customer sees in the chat after message `after`, over all episodes, oldest first."""
    query = (
        sa.select(messages, conversations.c.language)
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .where(conversations.c.identity_id == identity_id, messages.c.id > after)
        .order_by(messages.c.id)
        .limit(limit)
    )
    return _with_buttons(tx, [made(Message, row) for row in tx.execute(query).mappings()])


def in_conversation(tx: Connection, conversation_id: int, limit: int = 500) -> list[Message]:
    """The transcript of one episode, its last `limit` messages, oldest first."""
    query = (
        sa.select(messages)
        .where(messages.c.conversation_id == conversation_id)
        .order_by(messages.c.id.desc())
        .limit(limit)
    )
    return _with_buttons(tx, [made(Message, row) for row in tx.execute(query).mappings()][::-1])


def mark_sent(tx: Connection, ids: Iterable[int]) -> None:
    """The customer's side has these replies."""
    which = messages.c.id.in_(list(ids)) & (messages.c.state == "pending")
    tx.execute(messages.update().where(which).values(state="sent", done_at=now()))


def set_aside(tx: Connection, limit: int = 100) -> list[Mapping[str, Any]]:
    """Messages that failed three times and wait for an operator, the newest first."""
    query = sa.select(messages).where(messages.c.state == "set_aside").order_by(messages.c.id.desc()).limit(limit)
    return list(tx.execute(query).mappings())


def _with_buttons(tx: Connection, found: list[Message]) -> list[Message]:
    ours = [m.id for m in found if m.sender != "customer"]
    if not ours:
        return found
    query = sa.select(buttons).where(buttons.c.message_id.in_(ours)).order_by(buttons.c.position)
    by_message: dict[int, list[Button]] = {}
    for row in tx.execute(query).mappings():
        by_message.setdefault(row["message_id"], []).append(Button(row["token"], row["title"]))
    return [replace(m, buttons=tuple(by_message.get(m.id, ()))) for m in found]
