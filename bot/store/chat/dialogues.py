"""Rasa's side of a conversation: slots and the last events, as JSON."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from bot.store.base.database import Connection
from bot.store.base.prepared import Prepared
from bot.store.schema import dialogues


@dataclass(frozen=True)
class DialogueState:
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)


_insert = insert(dialogues)
_SAVE = Prepared(
    _insert.on_conflict_do_update(
        index_elements=["conversation_id"], set_={name: _insert.excluded[name] for name in ("slots", "events")}
    )
)


def save(tx: Connection, conversation_id: int, state: DialogueState) -> None:
    _SAVE.execute(tx, {"conversation_id": conversation_id, "slots": state.slots, "events": state.events})
