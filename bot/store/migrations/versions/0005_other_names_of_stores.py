"""Other names of a store, for example in other languages"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    with op.batch_alter_table('locations') as batch_op:
        batch_op.add_column(sa.Column('other_names', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    with op.batch_alter_table('locations') as batch_op:
        batch_op.drop_column('other_names')
