"""Everything that a unit of work needs to know of a conversation, in one query."""

from dataclasses import dataclass
from typing import Any, Optional

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.base.records import Conversation, Handoff, Message, Survey, columns
from bot.store.chat.dialogues import DialogueState
from bot.store.schema import NEW, buttons, conversations, dialogues, handoffs, identities, messages, surveys


@dataclass(frozen=True)
class Loaded:
    """`handoff` is the latest, whatever became of it; `payload` what the pressed button stands for."""

    conversation: Conversation
    dialogue: DialogueState
    survey: Optional[Survey]
    handoff: Optional[Handoff]
    message: Optional[Message] = None
    payload: Optional[str] = None


_CONVERSATION = columns(Conversation, conversations, identities)
_DIALOGUE = [dialogues.c.slots, dialogues.c.events]
_SURVEY = columns(Survey, surveys)
_HANDOFF = columns(Handoff, handoffs)
_MESSAGE = columns(Message, messages)
_others = handoffs.alias()
_number = sa.bindparam("conversation_id")


def _slices(*parts: list[Any]) -> list[slice]:
    """Where each part's columns are in a row that has them one after the other."""
    ends = [sum(len(part) for part in parts[: place + 1]) for place in range(len(parts))]
    return [slice(end - len(part), end) for part, end in zip(parts, ends, strict=True)]


_C, _D, _S, _H, _M = _slices(_CONVERSATION, _DIALOGUE, _SURVEY, _HANDOFF, _MESSAGE)


def _joined(first: Any) -> Any:
    """With all that belongs to a conversation once, or not at all."""
    survey = (surveys.c.conversation_id == conversations.c.id) & (surveys.c.kind == "csat")
    newest = sa.select(sa.func.max(_others.c.id)).where(_others.c.conversation_id == conversations.c.id)
    return (
        first.join(identities, identities.c.id == conversations.c.identity_id)
        .outerjoin(dialogues, dialogues.c.conversation_id == conversations.c.id)
        .outerjoin(surveys, survey)
        .outerjoin(handoffs, handoffs.c.id == newest.scalar_subquery())
    )


_shared = [*_CONVERSATION, *_DIALOGUE, *_SURVEY, *_HANDOFF]
_ONE = sa.select(*_shared).select_from(_joined(conversations)).where(conversations.c.id == _number)
_other = messages.alias()
_oldest = sa.select(_other.c.id).where(_other.c.conversation_id == _number, _other.c.state == NEW)
_NEXT = (
    sa.select(*_shared, *_MESSAGE, buttons.c.payload)
    .select_from(
        _joined(messages.join(conversations, conversations.c.id == messages.c.conversation_id)).outerjoin(
            buttons, buttons.c.token == messages.c.button_token
        )
    )
    .where(messages.c.id == _oldest.order_by(_other.c.id).limit(1).scalar_subquery())
)


def one(tx: Connection, conversation_id: int) -> Loaded:
    """Raises sqlalchemy's NoResultFound where there is none."""
    return Loaded(*_parts(tx.execute(_ONE, {"conversation_id": conversation_id}).one()))


def with_next_message(tx: Connection, conversation_id: int) -> Optional[Loaded]:
    """With the oldest message that nobody handled; None when all are."""
    row = tx.execute(_NEXT, {"conversation_id": conversation_id}).first()
    return row and Loaded(*_parts(row), Message(*row[_M]), row[-1])


def _parts(row: Any) -> tuple[Conversation, DialogueState, Optional[Survey], Optional[Handoff]]:
    slots, events = row[_D]
    survey, handoff = row[_S], row[_H]
    return (
        Conversation(*row[_C]),
        DialogueState(slots or {}, events or []),
        Survey(*survey) if survey[0] is not None else None,
        Handoff(*handoff) if handoff[0] is not None else None,
    )
