"""Rasa's side of a conversation: slots and the last events, as JSON."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.store.database import Connection
from bot.store.schema import dialogues


@dataclass(frozen=True)
class DialogueState:
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)


def load(tx: Connection, conversation_id: int) -> DialogueState:
    """The stored state, empty for a new conversation."""
    query = sa.select(dialogues.c.slots, dialogues.c.events).where(dialogues.c.conversation_id == conversation_id)
    row = tx.execute(query).first()
    return DialogueState(row.slots, row.events) if row else DialogueState()


def save(tx: Connection, conversation_id: int, state: DialogueState) -> None:
    values = {"slots": state.slots, "events": state.events}
    updated = tx.execute(dialogues.update().where(dialogues.c.conversation_id == conversation_id).values(**values))
    if not updated.rowcount:
        tx.execute(dialogues.insert().values(conversation_id=conversation_id, **values))
