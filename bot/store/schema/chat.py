"""Customers, conversations, and what happens in them."""

import sqlalchemy as sa

from bot.store.schema.columns import Key, Moment, metadata, reference, table

customers = table(
    "customers",
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("name", sa.Text),
    sa.Column("opted_out_at", Moment),
    # The same person, known under an older number; what the merges table says now.
    sa.Column("merged_into_id", Key, sa.ForeignKey("customers.id")),
)

# A customer's address on one channel: a Telegram chat, a browser's session. E-mail addresses and phone numbers are
# identities too, by which orders and contacts on other channels find their customer.
identities = table(
    "identities",
    reference("customers", nullable=False, index=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("external_id", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("unreachable_at", Moment),
    # How the customer came last, as bot.store.chat.entrances writes it.
    sa.Column("entrance", sa.JSON),
    sa.UniqueConstraint("channel", "external_id"),
)

# One episode: from a customer's first message to resolution or inactivity.
conversations = table(
    "conversations",
    reference("identities", nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("active_at", Moment, nullable=False),
    sa.Column("closed_at", Moment),
    # The code of the store it is about, as far as known.
    sa.Column("location", sa.Text),
    # How many messages humans wrote in it: its touch level.
    sa.Column("human_messages", sa.Integer, nullable=False, server_default="0"),
    # The process whose turn is under way, and until when the others leave it to that (bot/store/turns/claims.py).
    sa.Column("claimed_by", sa.Text),
    sa.Column("claimed_until", Moment),
    sa.Index("ix_conversations_identity_id_id", "identity_id", "id"),
)
sa.Index(
    "uq_conversations_open",
    conversations.c.identity_id,
    unique=True,
    sqlite_where=conversations.c.closed_at.is_(None),
    postgresql_where=conversations.c.closed_at.is_(None),
)

agents = table(
    "agents",
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("disabled_at", Moment),
    sa.Column("seen_at", Moment),
    sa.Column("role", sa.Text, nullable=False, server_default="agent"),
    # An analyst's right to read transcripts; the other roles have it.
    sa.Column("reads_transcripts", sa.Boolean, nullable=False, server_default=sa.false()),
)

logins = table(
    "logins",
    reference("agents", nullable=False),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("expires_at", Moment, nullable=False),
)

# Inbox, transcript and outbox in one. State: new -> handled | set_aside, or pending -> sent | undeliverable.
messages = table(
    "messages",
    reference("conversations", nullable=False),
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
    reference("agents"),
    sa.UniqueConstraint("channel", "external_id"),
    sa.Index("ix_messages_conversation_id_id", "conversation_id", "id"),
)
# Written out, because SQLite takes a partial index only where it sees the value.
NEW, PENDING = sa.literal_column("'new'"), sa.literal_column("'pending'")
_waiting = messages.c.state.in_(("new", "pending"))
sa.Index(
    "ix_messages_waiting",
    messages.c.state,
    messages.c.channel,
    messages.c.id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)
_new = messages.c.state == NEW
sa.Index("ix_messages_new", messages.c.conversation_id, messages.c.id, sqlite_where=_new, postgresql_where=_new)
_set_aside = messages.c.state == "set_aside"
sa.Index("ix_messages_set_aside", messages.c.id, sqlite_where=_set_aside, postgresql_where=_set_aside)

# What a button does stays here; the customer's side only ever holds the token.
buttons = sa.Table(
    "buttons",
    metadata,
    sa.Column("token", sa.Text, primary_key=True),
    reference("messages", nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
)

# Rasa's side of a conversation: a snapshot of the slots and the last events.
dialogues = sa.Table(
    "dialogues",
    metadata,
    reference("conversations", primary_key=True),
    sa.Column("slots", sa.JSON, nullable=False),
    sa.Column("events", sa.JSON, nullable=False),
)

surveys = table(
    "surveys",
    reference("conversations", nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("resolver", sa.Text, nullable=False),
    reference("agents"),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("rating", sa.Integer),
    sa.Column("rated_at", Moment),
    sa.Column("comment", sa.Text),
    sa.UniqueConstraint("conversation_id", "kind"),
    sa.CheckConstraint("rating BETWEEN 1 AND 5", name="rating_range"),
)

handoffs = table(
    "handoffs",
    reference("conversations", nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("requested_at", Moment, nullable=False),
    sa.Column("accepted_at", Moment),
    sa.Column("replied_at", Moment),
    sa.Column("ended_at", Moment),
    reference("agents"),
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
candidates = table(
    "candidates",
    reference("messages", nullable=False, unique=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# Facts about customers, only ever appended. `cause` makes a repeated turn or import record nothing twice.
# Without a conversation it happened on a channel that is not ours: a phone call, a visit to a store.
touchpoints = table(
    "touchpoints",
    sa.Column("cause", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    reference("customers", nullable=False, index=True),
    reference("conversations", index=True),
    reference("messages"),
    reference("agents"),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("location", sa.Text),
    sa.Column("stage", sa.Text),
    sa.Column("engagement", sa.Text),
    sa.Column("touch", sa.Text),
    sa.Column("topic", sa.Text),
    sa.Column("intent", sa.Text),
    sa.Column("confidence", sa.Float),
    sa.Column("sentiment", sa.Float),
    sa.Column("model_version", sa.Text),
    sa.Column("experiment", sa.Text),
    sa.Column("variant", sa.Text),
    sa.Column("value", sa.Integer),
    sa.Column("detail", sa.Text),
    sa.Index("ix_touchpoints_kind_at", "kind", "at"),
)
