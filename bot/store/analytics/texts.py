"""What customers wrote, for people who look for what many wrote: without addresses, numbers and secrets."""

from typing import Any, Sequence

import sqlalchemy as sa

from bot.base.masking import mask
from bot.store.base.database import Connection
from bot.store.schema import messages

# SQLite takes no more than 999 parameters in its older versions.
_AT_ONCE = 900


def masked(tx: Connection, message_ids: Sequence[int]) -> dict[int, str]:
    """What was written, by the messages' ids; of a pressed button, what its customer had typed before, else its title.

    Messages that are gone or empty are left out.
    """
    found: dict[int, str] = {}
    for start in range(0, len(message_ids), _AT_ONCE):
        some = tx.execute(_written(message_ids[start : start + _AT_ONCE]))
        found |= {number: mask(text) for number, text in some if text}
    return found


def _written(message_ids: Sequence[int]) -> Any:
    earlier = messages.alias()
    typed = (
        sa.select(earlier.c.text)
        .where(earlier.c.conversation_id == messages.c.conversation_id, earlier.c.id < messages.c.id)
        .where(earlier.c.sender == "customer", earlier.c.button_token.is_(None))
        .where(messages.c.button_token.is_not(None))
        .order_by(earlier.c.id.desc())
        .limit(1)
    )
    text = sa.func.coalesce(typed.scalar_subquery(), messages.c.text)
    return sa.select(messages.c.id, text).where(messages.c.id.in_(message_ids))
