"""What agents want to know about a conversation beside its state, and second tries for messages set aside."""

from dataclasses import dataclass
from typing import Any, Optional, Sequence

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.base.records import Message, Reply, made
from bot.store.chat.touchpoints import Kind
from bot.store.schema import buttons, customers, messages, touchpoints


@dataclass(frozen=True)
class Question:
    """A question of the customer's: the topic the bot answered, or the text it had no answer to."""

    topic: Optional[str]
    text: Optional[str]
    failed: bool


def questions(tx: Connection, conversation_id: int) -> list[Question]:
    """What was asked in the conversation, in order."""
    asked = (touchpoints.c.kind == Kind.QUESTION_ASKED.label) & touchpoints.c.topic.is_not(None)
    failed = touchpoints.c.kind == Kind.FALLBACK.label
    query = (
        sa.select(touchpoints.c.topic, messages.c.text, failed.label("failed"))
        .outerjoin(messages, messages.c.id == touchpoints.c.message_id)
        .where(touchpoints.c.conversation_id == conversation_id, asked | failed)
        .order_by(touchpoints.c.id)
    )
    return [Question(row.topic, row.text, bool(row.failed)) for row in tx.execute(query)]


def bot_answered(tx: Connection, conversation_id: int) -> bool:
    """Did the bot answer anything in the conversation?"""
    return _any_touchpoint(
        tx, touchpoints.c.conversation_id == conversation_id, touchpoints.c.kind == Kind.ANSWER_GIVEN.label
    )


def is_recorded(tx: Connection, cause: str, kind: Kind) -> bool:
    """Was a work of that cause committed with a touchpoint of that kind?"""
    return _any_touchpoint(tx, touchpoints.c.cause == f"{cause}:{kind.label}")


def _any_touchpoint(tx: Connection, *conditions: Any) -> bool:
    return tx.execute(sa.select(touchpoints.c.id).where(*conditions).limit(1)).first() is not None


def last_replies(tx: Connection, conversation_id: int) -> list[Reply]:
    """What the bot said to the customer's last message that is handled, with the buttons as they were."""
    here = messages.c.conversation_id == conversation_id
    handled = here & (messages.c.sender == "customer") & (messages.c.state != "new")
    asked = sa.select(sa.func.max(messages.c.id)).where(handled).scalar_subquery()
    query = sa.select(messages.c.id, messages.c.text).where(here, messages.c.sender == "bot", messages.c.id > asked)
    said = tx.execute(query.order_by(messages.c.id)).all()
    return [Reply(row.text, _choices(tx, row.id)) for row in said]


def _choices(tx: Connection, message_id: int) -> list[dict[str, str]]:
    query = sa.select(buttons.c.title, buttons.c.payload).where(buttons.c.message_id == message_id)
    return [dict(row) for row in tx.execute(query.order_by(buttons.c.position)).mappings()]


def customer_name(tx: Connection, customer_id: int) -> Optional[str]:
    found: Optional[str] = tx.execute(sa.select(customers.c.name).where(customers.c.id == customer_id)).scalar()
    return found


def last_words(tx: Connection, conversation_ids: Sequence[int]) -> dict[int, Message]:
    """The last message that a person, customer or agent, typed, by conversation."""
    typed = messages.c.sender.in_(("customer", "agent")) & messages.c.button_token.is_(None)
    newest = (
        sa.select(sa.func.max(messages.c.id))
        .where(messages.c.conversation_id.in_(conversation_ids), typed)
        .group_by(messages.c.conversation_id)
    )
    rows = tx.execute(sa.select(messages).where(messages.c.id.in_(newest))).mappings()
    return {row["conversation_id"]: made(Message, row) for row in rows}


def try_again(tx: Connection, message_id: int) -> bool:
    """Give a message that was set aside to the bot again; False when it is no longer set aside."""
    set_aside = (messages.c.id == message_id) & (messages.c.state == "set_aside")
    fresh = dict(state="new", attempts=0, due_at=None, done_at=None, error=None)
    return bool(tx.execute(messages.update().where(set_aside).values(**fresh)).rowcount)
