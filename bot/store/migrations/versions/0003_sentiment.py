"""The feeling of each message"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    with op.batch_alter_table('touchpoints') as batch_op:
        batch_op.add_column(sa.Column('sentiment', sa.Float(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('touchpoints') as batch_op:
        batch_op.drop_column('sentiment')
