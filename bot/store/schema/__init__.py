"""The tables. What must be unique is unique here, so that no race can get past it."""

from bot.store.schema.chat import (
    agents,
    buttons,
    candidates,
    conversations,
    customers,
    dialogues,
    handoffs,
    identities,
    logins,
    messages,
    surveys,
    touchpoints,
)
from bot.store.schema.columns import Moment, metadata
from bot.store.schema.shop import (
    audit_log,
    complaints,
    data_exports,
    locations,
    newsletter_consents,
    order_attempts,
    orders,
)

__all__ = [
    "Moment",
    "agents",
    "audit_log",
    "buttons",
    "candidates",
    "complaints",
    "conversations",
    "customers",
    "data_exports",
    "dialogues",
    "handoffs",
    "identities",
    "locations",
    "logins",
    "messages",
    "metadata",
    "newsletter_consents",
    "order_attempts",
    "orders",
    "surveys",
    "touchpoints",
]
