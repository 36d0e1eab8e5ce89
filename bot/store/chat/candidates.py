"""Candidates for training examples: what customers wrote, with the label they picked when asked back."""

from datetime import datetime
from typing import Any, Callable

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.schema import candidates, messages


def add(tx: Connection, message_id: int, mask: Callable[[str], str], label: str, language: str, at: datetime) -> None:
    """Keep the text under the label, without personal data. Where the customer picks again, the last pick counts."""
    text = mask(tx.execute(sa.select(messages.c.text).where(messages.c.id == message_id)).scalar_one())
    tx.execute(candidates.delete().where(candidates.c.message_id == message_id))
    tx.execute(candidates.insert().values(message_id=message_id, text=text, label=label, language=language, at=at))


def every(tx: Connection) -> list[dict[str, Any]]:
    """All candidates, the oldest first."""
    return [dict(row) for row in tx.execute(sa.select(candidates).order_by(candidates.c.id)).mappings()]
