"""What analytics needs beside the facts: where they came from, who is who, and what analysts set."""

import sqlalchemy as sa

from bot.store.schema.columns import Key, Moment, reference, table

# Each file or request that brought rows in. `kind` is the sheet: orders, locations or touchpoints.
imports = table(
    "imports",
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# Two customers found to be one person, only ever appended. Without `into_id` an earlier merge is undone.
merges = table(
    "merges",
    reference("customers", nullable=False, index=True),
    sa.Column("into_id", Key, sa.ForeignKey("customers.id")),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# When agents had the console open, one row a stretch; a heartbeat moves its end.
presences = table(
    "presences",
    reference("agents", nullable=False),
    sa.Column("from_at", Moment, nullable=False),
    sa.Column("until_at", Moment, nullable=False),
    sa.Index("ix_presences_agent_id_until_at", "agent_id", "until_at"),
    sa.Index("ix_presences_until_at", "until_at"),
)

# What was decided about an experiment of data/experiments.yml. State: running -> stopped | adopted.
experiments = table(
    "experiments",
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("adopted", sa.Text),
    reference("agents"),
)

# A target and a benchmark for a metric, for each week, month or quarter.
goals = table(
    "goals",
    sa.Column("metric", sa.Text, nullable=False),
    sa.Column("every", sa.Text, nullable=False),
    sa.Column("target", sa.Float, nullable=False),
    sa.Column("benchmark", sa.Float),
    sa.Column("changed_at", Moment, nullable=False),
    reference("agents"),
    sa.UniqueConstraint("metric", "every"),
)

# A page of the dashboard sent by e-mail every day, week or month. `view` is its address below /analytics.
scheduled_reports = table(
    "scheduled_reports",
    reference("agents", nullable=False),
    sa.Column("view", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("every", sa.Text, nullable=False),
    sa.Column("next_at", Moment, nullable=False),
    sa.Column("sent_at", Moment),
    sa.Column("failed_at", Moment),
    sa.Column("error", sa.Text),
)

# Keys to the API. Only a token's hash is stored.
api_tokens = table(
    "api_tokens",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment),
    sa.Column("revoked_at", Moment),
    sa.Column("used_at", Moment),
    reference("agents"),
)
