"""The tables. What must be unique is unique here, so that no race can get past it."""

from datetime import datetime, timezone
from typing import Any, Optional

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# SQLite numbers rows only in columns of exactly this type.
Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Moment(sa.types.TypeDecorator):  # type: ignore[misc]
    """An aware time in UTC, on SQLite too, which knows no time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Optional[datetime], dialect: Any) -> Optional[datetime]:
        return value.astimezone(timezone.utc) if value else None

    def process_result_value(self, value: Optional[datetime], dialect: Any) -> Optional[datetime]:
        if value is None:
            return None
        return value.astimezone(timezone.utc) if value.tzinfo else value.replace(tzinfo=timezone.utc)


def _table(name: str, *columns: Any) -> sa.Table:
    # Numbers are never given twice: clients remember the last one they saw.
    return sa.Table(name, metadata, sa.Column("id", Key, primary_key=True), *columns, sqlite_autoincrement=True)


def _reference(table: str, **options: Any) -> sa.Column:
    name = {"identities": "identity_id"}.get(table, f"{table.removesuffix('s')}_id")
    return sa.Column(name, Key, sa.ForeignKey(f"{table}.id"), **options)


customers = _table(
    "customers",
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("name", sa.Text),
    sa.Column("opted_out_at", Moment),
)

# A customer's address on one channel: a Telegram chat, a browser's session.
identities = _table(
    "identities",
    _reference("customers", nullable=False, index=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("external_id", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("unreachable_at", Moment),
    sa.UniqueConstraint("channel", "external_id"),
)

# One episode: from a customer's first message to resolution or inactivity.
conversations = _table(
    "conversations",
    _reference("identities", nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("active_at", Moment, nullable=False),
    sa.Column("closed_at", Moment),
    sa.Index("ix_conversations_identity_id_id", "identity_id", "id"),
)
sa.Index(
    "uq_conversations_open",
    conversations.c.identity_id,
    unique=True,
    sqlite_where=conversations.c.closed_at.is_(None),
    postgresql_where=conversations.c.closed_at.is_(None),
)

agents = _table(
    "agents",
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("disabled_at", Moment),
    sa.Column("seen_at", Moment),
)

logins = _table(
    "logins",
    _reference("agents", nullable=False),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("expires_at", Moment, nullable=False),
)

# Inbox, transcript and outbox in one. State: new -> handled | set_aside, or pending -> sent | undeliverable.
messages = _table(
    "messages",
    _reference("conversations", nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("external_id", sa.Text),
    sa.Column("button_token", sa.Text),
    sa.Column("edited_at", Moment),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("due_at", Moment),
    sa.Column("done_at", Moment),
    sa.Column("error", sa.Text),
    _reference("agents"),
    sa.UniqueConstraint("channel", "external_id"),
    sa.Index("ix_messages_conversation_id_id", "conversation_id", "id"),
)
_waiting = messages.c.state.in_(("new", "pending"))
sa.Index(
    "ix_messages_waiting",
    messages.c.state,
    messages.c.channel,
    messages.c.id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)
_set_aside = messages.c.state == "set_aside"
sa.Index("ix_messages_set_aside", messages.c.id, sqlite_where=_set_aside, postgresql_where=_set_aside)

# What a button does stays here; the customer's side only ever holds the token.
buttons = sa.Table(
    "buttons",
    metadata,
    sa.Column("token", sa.Text, primary_key=True),
    _reference("messages", nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
)

# Rasa's side of a conversation: a snapshot of the slots and the last events.
dialogues = sa.Table(
    "dialogues",
    metadata,
    _reference("conversations", primary_key=True),
    sa.Column("slots", sa.JSON, nullable=False),
    sa.Column("events", sa.JSON, nullable=False),
)

surveys = _table(
    "surveys",
    _reference("conversations", nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("resolver", sa.Text, nullable=False),
    _reference("agents"),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("rating", sa.Integer),
    sa.Column("rated_at", Moment),
    sa.Column("comment", sa.Text),
    sa.UniqueConstraint("conversation_id", "kind"),
    sa.CheckConstraint("rating BETWEEN 1 AND 5", name="rating_range"),
)

handoffs = _table(
    "handoffs",
    _reference("conversations", nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("requested_at", Moment, nullable=False),
    sa.Column("accepted_at", Moment),
    sa.Column("replied_at", Moment),
    sa.Column("ended_at", Moment),
    _reference("agents"),
    sa.Column("email", sa.Text),
    sa.Column("note", sa.Text),
)
_open_handoff = handoffs.c.state.in_(("waiting", "accepted"))
sa.Index(
    "uq_handoffs_open",
    handoffs.c.conversation_id,
    unique=True,
    sqlite_where=_open_handoff,
    postgresql_where=_open_handoff,
)
_queued = handoffs.c.state == "waiting"
sa.Index("ix_handoffs_queue", handoffs.c.requested_at, sqlite_where=_queued, postgresql_where=_queued)

# Questions the bot asked back about, with what the customer said they meant: candidates for training examples.
candidates = _table(
    "candidates",
    _reference("messages", nullable=False, unique=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# Facts about conversations, only ever appended. `cause` makes a repeated turn record nothing twice.
touchpoints = _table(
    "touchpoints",
    sa.Column("cause", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    _reference("customers", nullable=False, index=True),
    _reference("conversations", nullable=False, index=True),
    _reference("messages"),
    _reference("agents"),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("stage", sa.Text),
    sa.Column("engagement", sa.Text),
    sa.Column("topic", sa.Text),
    sa.Column("intent", sa.Text),
    sa.Column("confidence", sa.Float),
    sa.Column("sentiment", sa.Float),
    sa.Column("model_version", sa.Text),
    sa.Column("value", sa.Integer),
    sa.Column("detail", sa.Text),
    sa.Index("ix_touchpoints_kind_at", "kind", "at"),
)

# The shop's orders, as far as customers ask about them. `key` is the number without its punctuation.
orders = _table(
    "orders",
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("postcode", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("ordered_on", sa.Date, nullable=False),
    sa.Column("expected_on", sa.Date),
    sa.Column("carrier", sa.Text),
    sa.Column("tracking_url", sa.Text),
)

# Wrong answers to "which order, and whose?", kept for as long as they count.
order_attempts = _table(
    "order_attempts",
    _reference("customers", nullable=False, index=True),
    sa.Column("order_key", sa.Text, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
)

# Stores. `hours` has the time of opening and closing of each weekday, Monday first; null is a closed day.
locations = _table(
    "locations",
    sa.Column("code", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("postcode", sa.Text, nullable=False),
    sa.Column("phone", sa.Text),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("hours", sa.JSON, nullable=False),
    sa.Column("other_names", sa.JSON, nullable=False, server_default="[]"),
)

# A complaint with its root cause, asked for in seven questions. `cause` is the work that began it.
complaints = _table(
    "complaints",
    _reference("conversations", nullable=False, index=True),
    sa.Column("cause", sa.Text, nullable=False, unique=True),
    sa.Column("filed_at", Moment, nullable=False),
    sa.Column("completed_at", Moment),
    sa.Column("what_happened", sa.Text),
    sa.Column("since_when", sa.Text),
    sa.Column("how_long", sa.Text),
    sa.Column("who_noticed", sa.Text),
    sa.Column("why", sa.Text),
    sa.Column("reaction", sa.Text),
    sa.Column("changed_since", sa.Text),
)

# The proof of a consent: the address, the words that were agreed to, and when.
newsletter_consents = _table(
    "newsletter_consents",
    _reference("customers", nullable=False, index=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("consent_text", sa.Text, nullable=False),
    sa.Column("consented_at", Moment, nullable=False),
)

# Links to a customer's own data: each works once, and not for long. Only the token's hash is stored.
data_exports = _table(
    "data_exports",
    _reference("customers", nullable=False, index=True),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("expires_at", Moment, nullable=False),
)

# What was done with personal data, and to whom; never the data itself.
audit_log = _table(
    "audit_log",
    sa.Column("at", Moment, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    _reference("customers"),
)
