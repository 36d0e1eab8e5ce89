"""Who works on a conversation, and an index for what waits in it"""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("claimed_by", sa.Text(), nullable=True))
    op.add_column("conversations", sa.Column("claimed_until", Moment(), nullable=True))
    new = sa.text("state = 'new'")
    op.create_index(
        "ix_messages_new", "messages", ["conversation_id", "id"], sqlite_where=new, postgresql_where=new
    )
