"""Replies on their way out: put into the outbox by a unit of work, taken from it by the channels."""

import secrets
from functools import lru_cache
from typing import Any, Iterable, Mapping, Optional, Sequence

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.base.database import Connection
from bot.store.base.records import Button, Conversation, Message, Reply, made
from bot.store.chat.messages import LONGEST_PAUSE, due, with_buttons
from bot.store.schema import PENDING, buttons, conversations, identities, messages

_ADD_BUTTONS = buttons.insert()
_OF_EACH = ("sender", "text", "agent_id")
_Choices = Sequence[Mapping[str, str]]


def add(
    tx: Connection, conversation: Conversation, replies: Sequence[Reply], agent_id: Optional[int] = None
) -> list[Message]:
    """Put replies into the outbox, in their order; the chat must be locked.

    Customers get tokens for the choices. What an agent writes is noted as theirs.
    """
    if not replies:
        return []
    shared: dict[str, Any] = dict(conversation_id=conversation.id, channel=conversation.channel, created_at=now())
    rows = [(reply.sender, reply.text, agent_id if reply.sender == "agent" else None) for reply in replies]
    offered = [_buttons(reply.choices) for reply in replies]
    numbers = _insert(tx, shared, rows)
    _insert_buttons(tx, numbers, offered)
    return [
        Message(
            id=number, sender=sender, text=text, state="pending", agent_id=agent, language=conversation.language,
            buttons=tuple(Button(button["token"], button["title"]) for button in under), **shared,
        )
        for number, (sender, text, agent), under in zip(numbers, rows, offered, strict=True)
    ]  # fmt: skip


def _insert(tx: Connection, shared: Mapping[str, Any], rows: Sequence[tuple[Any, ...]]) -> list[int]:
    each = {f"{name}_{n}": value for n, row in enumerate(rows) for name, value in zip(_OF_EACH, row, strict=True)}
    # The database numbers the rows in their order, but may give the numbers back in any.
    return sorted(tx.execute(_insert_rows(len(rows)), {**shared, **each}).scalars())


@lru_cache(maxsize=32)
def _insert_rows(count: int) -> Any:
    """One statement for so many rows; one of SQLAlchemy's own would be compiled anew each time."""
    names = ", ".join(("conversation_id", "channel", "created_at", "state", *_OF_EACH))
    each = (", ".join(f":{name}_{number}" for name in _OF_EACH) for number in range(count))
    rows = ", ".join(f"(:conversation_id, :channel, :created_at, 'pending', {values})" for values in each)
    statement = sa.text(f"INSERT INTO messages ({names}) VALUES {rows} RETURNING id")  # noqa: S608  (names of our own)
    return statement.bindparams(sa.bindparam("created_at", type_=messages.c.created_at.type))


def _buttons(choices: _Choices) -> list[dict[str, Any]]:
    # 18 random bytes can't be guessed and stay under Telegram's 64 bytes of callback data.
    return [
        dict(token=secrets.token_urlsafe(18), position=place, title=choice["title"], payload=choice["payload"])
        for place, choice in enumerate(choices)
    ]


def _insert_buttons(tx: Connection, numbers: Sequence[int], offered: Sequence[list[dict[str, Any]]]) -> None:
    rows = [
        {**button, "message_id": number} for number, under in zip(numbers, offered, strict=True) for button in under
    ]
    if rows:
        tx.execute(_ADD_BUTTONS, rows)


def pending(tx: Connection, channel: str, limit: int = 200) -> list[tuple[Message, str, int]]:
    """What the channel has to deliver now: (message, external id of the chat, identity); the oldest of each chat."""
    first = (
        sa.select(sa.func.min(messages.c.id))
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .where(messages.c.state == PENDING, messages.c.channel == channel)
        .group_by(conversations.c.identity_id)
    )
    query = (
        sa.select(messages, identities.c.external_id.label("chat"), identities.c.id.label("identity_id"))
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .join(identities, identities.c.id == conversations.c.identity_id)
        .where(messages.c.id.in_(first))
        .where(due(now(), now() + LONGEST_PAUSE))
        .order_by(messages.c.id)
        .limit(limit)
    )
    rows = tx.execute(query).mappings().all()
    found = with_buttons(tx, [made(Message, row) for row in rows])
    return [(message, row["chat"], row["identity_id"]) for message, row in zip(found, rows, strict=True)]


def mark_sent(tx: Connection, ids: Iterable[int]) -> None:
    """The customer's side has these replies."""
    which = messages.c.id.in_(list(ids)) & (messages.c.state == "pending")
    tx.execute(messages.update().where(which).values(state="sent", done_at=now()))
