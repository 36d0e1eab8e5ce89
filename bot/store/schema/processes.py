"""What processes that share the database tell each other through it."""

import sqlalchemy as sa

from bot.store.schema.columns import Moment, metadata

# Work that one process at a time does, until it lets go or stops renewing. `address` says where it is reached.
leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("address", sa.Text),
    sa.Column("expires_at", Moment, nullable=False),
)

# How often somebody did something lately: a token bucket each (bot/store/processes/limits.py). Not logged on
# PostgreSQL.
limits = sa.Table(
    "limits",
    metadata,
    sa.Column("key_hash", sa.Text, primary_key=True),
    sa.Column("tokens", sa.Float, nullable=False),
    sa.Column("allowed", sa.Boolean, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
