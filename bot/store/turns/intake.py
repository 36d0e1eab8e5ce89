"""Storing what a customer sent, with the claim on the conversation, in one statement and in the chat's order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from bot.base.clock import now
from bot.store.base.database import Connection
from bot.store.base.prepared import Prepared
from bot.store.base.records import Identity, Message
from bot.store.chat.conversations import locked_chat
from bot.store.schema import conversations, messages
from bot.store.turns.claims import FREE, Claim


@dataclass(frozen=True)
class Inbound:
    """`external_id` is the channel's own number, `token` that of the button that was pressed."""

    identity: Identity
    external_id: str
    text: str
    token: Optional[str] = None

    def stored(self, number: int, conversation_id: int, language: str, at: datetime) -> Message:
        return Message(
            number, conversation_id, self.identity.channel, "customer", self.text, "new", at,
            external_id=self.external_id, button_token=self.token, language=language,
        )  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """`claimed`: the claim that was given is the conversation's now. `held`: it has another one."""

    message: Message
    claimed: bool = False
    held: bool = False


def store(tx: Connection, inbound: Inbound, claim: Optional[Claim]) -> Optional[Stored]:
    """Store it in the customer's open conversation, and lock the chat.

    None when there is no such conversation, or the external id is known: then nothing was written but the claim.
    """
    at = now()
    values = {**_values(inbound, at), "identity": inbound.identity.id}
    held = dict(holder=claim and claim.holder, until=claim and claim.until)
    statement = _STORE_SQLITE if tx.dialect.name == "sqlite" else _STORE
    row = statement.execute(tx, {**values, **held}).first()
    if row is None:
        return None
    message = inbound.stored(row.id, row.conversation_id, row.language, at)
    claimed = claim is not None and claim.until == row.claimed_until
    return Stored(message, claimed, held=row.claimed_until is not None and not claimed)


def store_in(tx: Connection, conversation_id: int, inbound: Inbound) -> Stored:
    """Store it in that conversation, open or not; the chat is locked and the external id not known."""
    at = now()
    row = _STORE_IN.execute(tx, {**_values(inbound, at), "conversation": conversation_id}).one()
    return Stored(inbound.stored(row.id, row.conversation_id, row.language, at))


def _values(inbound: Inbound, at: datetime) -> dict[str, Any]:
    # Named unlike any column: SQLAlchemy would take them for columns to write.
    sent = dict(sent_as=inbound.external_id, words=inbound.text, token=inbound.token)
    return {"by": inbound.identity.channel, "now": at, **sent}


def _store(opened: Any) -> Prepared:
    """The statement that adds a message to what is in `opened`: no row, or the open conversation."""
    row = dict(
        conversation_id=opened.c.id,
        channel=sa.bindparam("by"),
        sender=sa.literal_column("'customer'"),
        text=sa.bindparam("words"),
        state=sa.literal_column("'new'"),
        created_at=sa.bindparam("now", type_=messages.c.created_at.type),
        external_id=sa.bindparam("sent_as"),
        button_token=sa.bindparam("token"),
    )
    # The condition is for SQLite, which would take ON CONFLICT for part of a join.
    found = sa.select(*row.values()).where(opened.c.id.is_not(None))
    added = insert(messages).from_select(list(row), found, include_defaults=False)
    told = (sa.select(opened.c[name]).scalar_subquery().label(name) for name in ("language", "claimed_until"))
    return Prepared(added.on_conflict_do_nothing().returning(messages.c.id, messages.c.conversation_id, *told))


_COLUMNS = (conversations.c.id, conversations.c.language)
_is_open = conversations.c.closed_at.is_(None)
_until = sa.bindparam("until", type_=conversations.c.claimed_until.type)


def _opened_here() -> Any:
    """On SQLite, where nobody else writes meanwhile and the claim of the only process always holds."""
    mine = (conversations.c.identity_id == sa.bindparam("identity")) & _is_open
    return sa.select(*_COLUMNS, _until.label("claimed_until")).where(mine)


def _opened() -> Any:
    chat = locked_chat().cte("chat")
    return (
        conversations.update()
        .where(conversations.c.identity_id == chat.c.id, _is_open)
        .values(
            claimed_by=sa.case((FREE, sa.bindparam("holder")), else_=conversations.c.claimed_by),
            claimed_until=sa.case((FREE, _until), else_=conversations.c.claimed_until),
        )
        .returning(*_COLUMNS, conversations.c.claimed_until)
    )


_STORE_SQLITE = _store(_opened_here().cte("opened"))
_STORE = _store(_opened().cte("opened"))
_STORE_IN = _store(
    sa.select(*_COLUMNS, conversations.c.claimed_until)
    .where(conversations.c.id == sa.bindparam("conversation"))
    .cte("opened")
)
