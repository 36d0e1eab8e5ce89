"""The end of a turn: its message is finished, the conversation changes, and the state of the dialogue is kept."""

from typing import Any, Mapping, Optional

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from bot.base.clock import now
from bot.store.base.database import Connection
from bot.store.base.prepared import Prepared
from bot.store.base.records import Conversation, Message
from bot.store.chat import dialogues
from bot.store.chat.conversations import CHANGE, WAITING, Outdated, locked_chat, read_as
from bot.store.chat.dialogues import DialogueState
from bot.store.schema import NEW, conversations, messages
from bot.store.schema import dialogues as kept


def finish(tx: Connection, identity_id: int, message: Message, failure: Optional[str]) -> None:
    """Lock the chat and finish a message that waits for its turn; with a failure it is set aside.

    Raises:
        Outdated: that was done elsewhere.
    """
    statement = _FINISH_SQLITE if tx.dialect.name == "sqlite" else _FINISH
    becomes = "set_aside" if failure else "handled"
    values = dict(identity=identity_id, message_id=message.id, state=becomes, done_at=now(), error=failure)
    if not tx.execute(statement, values).rowcount:
        raise Outdated(f"message {message.id} was handled elsewhere")


def move_on(tx: Connection, conversation: Conversation, changes: Mapping[str, Any], state: DialogueState) -> bool:
    """Change the conversation as it was read, after `finish`; does another message wait? If not, the claim on it ends.

    Raises:
        Outdated: it is no longer as it was read.
    """
    values = {**read_as(conversation), **changes}
    if tx.dialect.name == "sqlite":
        row = tx.execute(_MOVE_ON, values).first()
        dialogues.save(tx, conversation.id, state)
    else:
        values |= {"new_slots": state.slots, "new_events": state.events}
        row = _MOVE_ON_AND_KEEP.execute(tx, values).first()
    if row is None:
        raise Outdated(f"conversation {conversation.id} has changed")
    return bool(row.waiting)


_FINISH_SQLITE = (
    messages.update()
    .where(messages.c.id == sa.bindparam("message_id"), messages.c.state == NEW)
    .values(**{name: sa.bindparam(name) for name in ("state", "done_at", "error")})
)
_FINISH = _FINISH_SQLITE.where(locked_chat().cte("chat").c.id == sa.bindparam("identity"))

_MOVE_ON = CHANGE.values(
    claimed_by=sa.case((WAITING, conversations.c.claimed_by), else_=sa.null()),
).returning(conversations.c.id, WAITING.label("waiting"))
_moved = _MOVE_ON.cte("moved")
_state = [sa.bindparam("new_slots", type_=kept.c.slots.type), sa.bindparam("new_events", type_=kept.c.events.type)]
_keep = insert(kept).from_select(["conversation_id", "slots", "events"], sa.select(_moved.c.id, *_state))
# On PostgreSQL every statement is a journey.
_MOVE_ON_AND_KEEP = Prepared(
    _keep.on_conflict_do_update(
        index_elements=["conversation_id"], set_={name: _keep.excluded[name] for name in ("slots", "events")}
    ).returning(sa.select(_moved.c.waiting).scalar_subquery().label("waiting"))
)
