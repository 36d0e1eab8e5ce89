"""How often somebody did something, for limits that hold over all processes"""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "limits",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_limits")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE limits SET UNLOGGED")
