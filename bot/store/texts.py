"""What customers wrote, for people who look for what many wrote: without addresses, numbers and secrets."""

from typing import Sequence

import sqlalchemy as sa

from bot.base.masking import mask
from bot.store.database import Connection
from bot.store.schema import messages

# SQLite takes no more than 999 parameters in its older versions.
_AT_ONCE = 900


def masked(tx: Connection, message_ids: Sequence[int]) -> dict[int, str]:
    """The messages' texts by id; those that are gone or empty are left out."""
    found: dict[int, str] = {}
    for start in range(0, len(message_ids), _AT_ONCE):
        some = sa.select(messages.c.id, messages.c.text).where(messages.c.id.in_(message_ids[start : start + _AT_ONCE]))
        found |= {number: mask(text) for number, text in tx.execute(some) if text}
    return found
