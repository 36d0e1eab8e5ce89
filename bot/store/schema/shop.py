"""What the shop brings in, and what customers leave with it beside the chat."""

import sqlalchemy as sa

from bot.store.schema.columns import Moment, reference, table

# The shop's orders, as far as customers ask about them and metrics count them. `key` is the number without its
# punctuation, `total` is in the currency's smallest unit, `items` counts pieces.
orders = table(
    "orders",
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("email", sa.Text),
    sa.Column("phone", sa.Text),
    sa.Column("postcode", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("ordered_on", sa.Date, nullable=False),
    sa.Column("ordered_at", Moment),
    sa.Column("expected_on", sa.Date),
    sa.Column("carrier", sa.Text),
    sa.Column("tracking_url", sa.Text),
    sa.Column("total", sa.BigInteger),
    sa.Column("currency", sa.Text),
    sa.Column("guest", sa.Boolean),
    sa.Column("location", sa.Text),
    sa.Column("items", sa.Integer),
    sa.Column("referral_code", sa.Text),
    reference("customers", index=True),
    reference("imports", index=True),
)

# Wrong answers to "which order, and whose?", kept for as long as they count.
order_attempts = table(
    "order_attempts",
    reference("customers", nullable=False, index=True),
    sa.Column("order_key", sa.Text, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
)

# Stores. `hours` has the time of opening and closing of each weekday, Monday first; null is a closed day.
locations = table(
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
complaints = table(
    "complaints",
    reference("conversations", nullable=False, index=True),
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
newsletter_consents = table(
    "newsletter_consents",
    reference("customers", nullable=False, index=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("consent_text", sa.Text, nullable=False),
    sa.Column("consented_at", Moment, nullable=False),
)

# Links to a customer's own data: each works once, and not for long. Only the token's hash is stored.
data_exports = table(
    "data_exports",
    reference("customers", nullable=False, index=True),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("expires_at", Moment, nullable=False),
)

# What was done with personal data and to settings, by whom and to whom; never the data itself.
audit_log = table(
    "audit_log",
    sa.Column("at", Moment, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    reference("customers"),
    reference("agents"),
    sa.Column("detail", sa.Text),
)
