"""Candidates for training examples"""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Moment

revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('candidates',
    sa.Column('id', key, nullable=False),
    sa.Column('message_id', key, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_candidates_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidates')),
    sa.UniqueConstraint('message_id', name=op.f('uq_candidates_message_id')),
    sqlite_autoincrement=True
    )


def downgrade() -> None:
    op.drop_table('candidates')
