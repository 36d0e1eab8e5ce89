"""Links in messages that were sent: each is one touchpoint when shown, and one more when clicked."""

import hashlib
from typing import Any, Mapping, Optional

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.chat.touchpoints import Kind
from bot.store.schema import conversations, touchpoints


def cause(kind: Kind, message_id: int, address: str) -> str:
    """Makes a link of a message countable once, however often it is in the text or clicked."""
    # What is reported as an address may be no text that could be stored.
    digest = hashlib.sha256(address.encode(errors="surrogatepass")).hexdigest()
    return f"message{message_id}:{kind.label}:{digest[:16]}"


def shown(tx: Connection, identity_id: int, message_id: int, address: str) -> Optional[Mapping[str, Any]]:
    """The touchpoint of the link's being shown in a message of that chat; None when it was not."""
    query = (
        sa.select(touchpoints)
        .join(conversations, conversations.c.id == touchpoints.c.conversation_id)
        .where(touchpoints.c.cause == cause(Kind.LINK_SHOWN, message_id, address))
        .where(conversations.c.identity_id == identity_id)
    )
    found: Optional[Mapping[str, Any]] = tx.execute(query).mappings().first()
    return found
