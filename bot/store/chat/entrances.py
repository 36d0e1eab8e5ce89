"""How customers came to a conversation: from which store, by which campaign, by whose referral."""

from dataclasses import asdict, dataclass, replace
from typing import Optional

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.base.records import Conversation
from bot.store.chat import touchpoints
from bot.store.chat.touchpoints import Kind
from bot.store.schema import conversations, identities


@dataclass(frozen=True)
class Entrance:
    """`location` is a store's code, `campaign` a name, `referral` the code of who sent them; all may be unknown."""

    location: Optional[str] = None
    campaign: Optional[str] = None
    referral: Optional[str] = None

    def __bool__(self) -> bool:
        return bool(self.location or self.campaign or self.referral)


def keep(tx: Connection, identity_id: int, entrance: Entrance) -> None:
    """Remember it for the conversation that opens next."""
    _set(tx, identity_id, asdict(entrance))


def take(tx: Connection, identity_id: int) -> Entrance:
    """What is remembered, which belongs to one conversation only."""
    kept = tx.execute(sa.select(identities.c.entrance).where(identities.c.id == identity_id)).scalar()
    if not kept:
        return Entrance()
    _set(tx, identity_id, sa.null())
    return Entrance(**kept)


def _set(tx: Connection, identity_id: int, value: object) -> None:
    tx.execute(identities.update().where(identities.c.id == identity_id).values(entrance=value))


def apply(tx: Connection, conversation: Conversation, entrance: Entrance) -> None:
    """The customer came anew to a conversation that is open; the chat is locked."""
    if entrance.location:
        here = conversations.c.id == conversation.id
        tx.execute(conversations.update().where(here).values(location=entrance.location))
        conversation = replace(conversation, location=entrance.location)
    record(tx, conversation, entrance)


def record(tx: Connection, conversation: Conversation, entrance: Entrance) -> None:
    """Append the referral and the campaign to what is known of the customer, each code once; the chat is locked."""
    for kind, code in ((Kind.REFERRED, entrance.referral), (Kind.CAMPAIGN_ENTERED, entrance.campaign)):
        if code:
            cause = f"customer{conversation.customer_id}:{kind.label}:{code}"
            touchpoints.add_once(tx, touchpoints.of(conversation, kind, cause=cause, detail=code))
