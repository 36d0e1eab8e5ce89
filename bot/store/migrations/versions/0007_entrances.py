"""How customers came: by which store, campaign and referral"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("identities", sa.Column("entrance", sa.JSON(), nullable=True))
