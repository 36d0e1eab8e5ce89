"""A crowd in the database: open conversations, and the messages of years."""

import sqlalchemy as sa

from bot.store.base.database import Database

# Customers who are known and silent; their numbers begin where nobody else's are.
_STEPS = (
    "INSERT INTO customers (id, created_at) SELECT :first + n, now() FROM generate_series(1, :open) n",
    "INSERT INTO identities (id, customer_id, channel, external_id, language, created_at)"
    " SELECT :first + n, :first + n, 'web', 'crowd-' || n, 'en', now() FROM generate_series(1, :open) n",
    "INSERT INTO conversations (id, identity_id, channel, language, owner, version, opened_at, active_at)"
    " SELECT :first + n, :first + n, 'web', 'en', 'bot', 1, now(), now() FROM generate_series(1, :open) n",
    "INSERT INTO messages (conversation_id, channel, sender, text, state, created_at, external_id)"
    " SELECT :first + 1 + n % :open, 'web', CASE n / :open % 2 WHEN 0 THEN 'customer' ELSE 'bot' END,"
    " 'How long does delivery take to the islands?', CASE n / :open % 2 WHEN 0 THEN 'handled' ELSE 'sent' END,"
    " now(), 'crowd-' || n FROM generate_series(1, :stored) n",
    "INSERT INTO dialogues (conversation_id, slots, events)"
    " SELECT :first + n, '{}', '[]' FROM generate_series(1, :open) n",
)
_FIRST = 1_000_000_000


def crowd(database: Database, open_conversations: int, stored_messages: int) -> None:
    """So many open conversations, with so many messages between them; the statistics are up to date afterwards."""
    values = {"first": _FIRST, "open": open_conversations, "stored": stored_messages}
    with database.write() as tx:
        for step in _STEPS:
            tx.execute(sa.text(step), values)
    autocommit = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with autocommit.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
