"""Everything that is stored about one customer: to be read by them, or erased."""

from datetime import datetime
from typing import Any, Optional

import sqlalchemy as sa

from bot.base.contacts import email_key
from bot.store.base.database import Connection
from bot.store.customers import identities as addresses
from bot.store.customers import merges
from bot.store.schema import (
    audit_log,
    complaints,
    conversations,
    customers,
    data_exports,
    dialogues,
    handoffs,
    identities,
    messages,
    newsletter_consents,
    order_attempts,
    orders,
    surveys,
)
from bot.store.shop import imports
from bot.store.shop.complaints import QUESTIONS

_MESSAGE = ("id", "created_at", "channel", "sender", "text")
_SURVEY = ("asked_at", "rating", "rated_at", "comment")
_HANDOFF = ("requested_at", "reason", "email", "note")
_ORDER = ("number", "email", "phone", "postcode", "status", "ordered_on", "ordered_at", "total", "currency", "items")
# In the audit log: the customer was shown this order, having named its e-mail address.
PROVED = "order_proved"
_CONSENT = ("email", "consent_text", "consented_at")

Rows = list[dict[str, Any]]


def _conversations_of(customer_id: int) -> Any:
    query = sa.select(conversations.c.id).join(identities, identities.c.id == conversations.c.identity_id)
    return query.where(identities.c.customer_id == customer_id)


def _told(tx: Connection, table: sa.Table, customer_id: int, *names: str) -> Rows:
    """Rows of a table of conversations' things, the columns of those names."""
    query = sa.select(*(table.c[name] for name in names)).order_by(table.c.id)
    return _rows(tx, query.where(table.c.conversation_id.in_(_conversations_of(customer_id))))


def _rows(tx: Connection, query: Any) -> Rows:
    return [dict(row) for row in tx.execute(query).mappings()]


def collect(tx: Connection, customer_id: int) -> dict[str, Any]:
    """The customer's own data by kind. Agents appear only by what they wrote."""
    profile = sa.select(customers.c.name, customers.c.created_at, customers.c.opted_out_at)
    consents = sa.select(*(newsletter_consents.c[name] for name in _CONSENT))
    mine = newsletter_consents.c.customer_id == customer_id
    return {
        "customer": _rows(tx, profile.where(customers.c.id == customer_id))[0],
        "messages": _told(tx, messages, customer_id, *_MESSAGE),
        "ratings": _told(tx, surveys, customer_id, *_SURVEY),
        "requests for a person": _told(tx, handoffs, customer_id, *_HANDOFF),
        "complaints": _told(tx, complaints, customer_id, "filed_at", *QUESTIONS),
        "newsletter": _rows(tx, consents.where(mine)),
        "orders": _orders(tx, customer_id),
    }


def _orders(tx: Connection, customer_id: int) -> Rows:
    """Orders of this very customer with an address that they proved to be theirs by naming it with an order."""
    proved = sa.select(audit_log.c.detail).where(audit_log.c.action == PROVED, audit_log.c.customer_id == customer_id)
    known = tx.execute(sa.select(orders.c.email).where(orders.c.key.in_(proved))).scalars()
    theirs = {email_key(address) for address in known if address}
    query = sa.select(*(orders.c[name] for name in _ORDER)).where(orders.c.customer_id == customer_id)
    rows = _rows(tx, query.order_by(orders.c.id))
    return [row for row in rows if row["email"] and email_key(row["email"]) in theirs]


def prove_order(tx: Connection, customer_id: int, order_key: str, at: datetime) -> None:
    """Remember that the customer named an order together with its e-mail address."""
    known = sa.select(audit_log.c.id).filter_by(action=PROVED, customer_id=customer_id, detail=order_key)
    if tx.execute(known).first() is None:
        tx.execute(audit_log.insert().values(at=at, action=PROVED, customer_id=customer_id, detail=order_key))


def erase(tx: Connection, customer_id: int, up_to: int, in_place: str) -> None:
    """Erase what the customer said and was told up to message `up_to`, which then reads `in_place`, and who they are.

    Touchpoints stay: they hold no text.
    """
    theirs = _conversations_of(customer_id)
    gone: dict[sa.Table, dict[str, Any]] = {
        surveys: dict(comment=None),
        handoffs: dict(email=None, note=None),
        complaints: dict.fromkeys(QUESTIONS),
        dialogues: dict(slots={}, events=[]),
    }
    for table, values in gone.items():
        tx.execute(table.update().where(table.c.conversation_id.in_(theirs)).values(**values))
    said = messages.c.conversation_id.in_(theirs) & (messages.c.id <= up_to)
    tx.execute(messages.update().where(said).values(text=in_place, error=None))
    tx.execute(customers.update().where(customers.c.id == customer_id).values(name=None))
    for table in (newsletter_consents, order_attempts, data_exports):
        tx.execute(table.delete().where(table.c.customer_id == customer_id))
    _forget_who(tx, customer_id)


def _forget_who(tx: Connection, customer_id: int) -> None:
    """Nobody shall find out again whose chats these were: not by an address, an order, or another customer."""
    tx.execute(audit_log.delete().where(audit_log.c.customer_id == customer_id, audit_log.c.action == PROVED))
    addresses.forget_contacts(tx, customer_id)
    imports.unlink_orders(tx, customer_id)
    merges.separate_all(tx, customer_id, "erased")


def audit(tx: Connection, customer_id: int, action: str, at: datetime) -> None:
    tx.execute(audit_log.insert().values(at=at, action=action, customer_id=customer_id))


def add_consent(tx: Connection, customer_id: int, **values: Any) -> None:
    tx.execute(newsletter_consents.insert().values(customer_id=customer_id, **values))


def opt_out(tx: Connection, customer_id: int, at: datetime) -> None:
    tx.execute(customers.update().where(customers.c.id == customer_id).values(opted_out_at=at))


def offer_export(tx: Connection, customer_id: int, token_hash: str, at: datetime, expires_at: datetime) -> None:
    tx.execute(data_exports.delete().where(data_exports.c.expires_at < at))
    tx.execute(data_exports.insert().values(customer_id=customer_id, token_hash=token_hash, expires_at=expires_at))


def export_offered(tx: Connection, token_hash: str, at: datetime) -> Optional[int]:
    """The customer whose data the link gives; None when it is unknown, used or expired."""
    query = sa.select(data_exports.c.customer_id).where(data_exports.c.token_hash == token_hash)
    found: Optional[int] = tx.execute(query.where(data_exports.c.expires_at >= at)).scalar()
    return found


def use_export(tx: Connection, token_hash: str) -> bool:
    """End the link; False when somebody was faster."""
    return bool(tx.execute(data_exports.delete().where(data_exports.c.token_hash == token_hash)).rowcount)
