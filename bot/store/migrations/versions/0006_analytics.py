"""What analytics needs: imports, merges, presences, experiments, goals, scheduled reports, tokens, leases"""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Moment

revision = '0006'
down_revision = '0005'

# A table that SQLite copies to change it must still never give a number twice.
NUMBERED = {'sqlite_autoincrement': True}


def upgrade() -> None:
    op.create_table('imports',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imports')),
    sqlite_autoincrement=True
    )
    op.create_table('leases',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=True),
    sa.Column('expires_at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('api_tokens',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('created_at', Moment(timezone=True), nullable=False),
    sa.Column('expires_at', Moment(timezone=True), nullable=True),
    sa.Column('revoked_at', Moment(timezone=True), nullable=True),
    sa.Column('used_at', Moment(timezone=True), nullable=True),
    sa.Column('agent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['agents.id'], name=op.f('fk_api_tokens_agent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_tokens')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_tokens_token_hash')),
    sqlite_autoincrement=True
    )
    op.create_table('experiments',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('started_at', Moment(timezone=True), nullable=False),
    sa.Column('ended_at', Moment(timezone=True), nullable=True),
    sa.Column('adopted', sa.Text(), nullable=True),
    sa.Column('agent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['agents.id'], name=op.f('fk_experiments_agent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_experiments')),
    sa.UniqueConstraint('key', name=op.f('uq_experiments_key')),
    sqlite_autoincrement=True
    )
    op.create_table('goals',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('metric', sa.Text(), nullable=False),
    sa.Column('every', sa.Text(), nullable=False),
    sa.Column('target', sa.Float(), nullable=False),
    sa.Column('benchmark', sa.Float(), nullable=True),
    sa.Column('changed_at', Moment(timezone=True), nullable=False),
    sa.Column('agent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['agents.id'], name=op.f('fk_goals_agent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goals')),
    sa.UniqueConstraint('metric', 'every', name=op.f('uq_goals_metric_every')),
    sqlite_autoincrement=True
    )
    op.create_table('merges',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('into_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_merges_customer_id')),
    sa.ForeignKeyConstraint(['into_id'], ['customers.id'], name=op.f('fk_merges_into_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merges')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('merges') as batch_op:
        batch_op.create_index(batch_op.f('ix_merges_customer_id'), ['customer_id'], unique=False)

    op.create_table('presences',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('agent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('from_at', Moment(timezone=True), nullable=False),
    sa.Column('until_at', Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agent_id'], ['agents.id'], name=op.f('fk_presences_agent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_presences')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('presences') as batch_op:
        batch_op.create_index('ix_presences_agent_id_until_at', ['agent_id', 'until_at'], unique=False)
        batch_op.create_index('ix_presences_until_at', ['until_at'], unique=False)

    op.create_table('scheduled_reports',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('agent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('view', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('every', sa.Text(), nullable=False),
    sa.Column('next_at', Moment(timezone=True), nullable=False),
    sa.Column('sent_at', Moment(timezone=True), nullable=True),
    sa.Column('failed_at', Moment(timezone=True), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['agents.id'], name=op.f('fk_scheduled_reports_agent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheduled_reports')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('agents') as batch_op:
        batch_op.add_column(sa.Column('role', sa.Text(), server_default='agent', nullable=False))
        batch_op.add_column(sa.Column('reads_transcripts', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('audit_log', table_kwargs=NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('agent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('detail', sa.Text(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_audit_log_agent_id'), 'agents', ['agent_id'], ['id'])

    with op.batch_alter_table('conversations') as batch_op:
        batch_op.add_column(sa.Column('location', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('human_messages', sa.Integer(), server_default='0', nullable=False))

    with op.batch_alter_table('customers', table_kwargs=NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('merged_into_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_customers_merged_into_id'), 'customers', ['merged_into_id'], ['id'])

    with op.batch_alter_table('orders', table_kwargs=NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('phone', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('ordered_at', Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('total', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('currency', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('guest', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('location', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('items', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('referral_code', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('customer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('import_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.alter_column('email', existing_type=sa.TEXT(), nullable=True)
        batch_op.alter_column('postcode', existing_type=sa.TEXT(), nullable=True)
        batch_op.alter_column('status', existing_type=sa.TEXT(), nullable=True)
        batch_op.create_index(batch_op.f('ix_orders_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_import_id'), ['import_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_orders_import_id'), 'imports', ['import_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_orders_customer_id'), 'customers', ['customer_id'], ['id'])

    with op.batch_alter_table('touchpoints', table_kwargs=NUMBERED) as batch_op:
        batch_op.add_column(sa.Column('location', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('touch', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('experiment', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('variant', sa.Text(), nullable=True))
        batch_op.alter_column('conversation_id', existing_type=sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table('touchpoints', table_kwargs=NUMBERED) as batch_op:
        batch_op.alter_column('conversation_id', existing_type=sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False)
        batch_op.drop_column('variant')
        batch_op.drop_column('experiment')
        batch_op.drop_column('touch')
        batch_op.drop_column('location')

    with op.batch_alter_table('orders', table_kwargs=NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_orders_customer_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_orders_import_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_orders_import_id'))
        batch_op.drop_index(batch_op.f('ix_orders_customer_id'))
        batch_op.alter_column('status', existing_type=sa.TEXT(), nullable=False)
        batch_op.alter_column('postcode', existing_type=sa.TEXT(), nullable=False)
        batch_op.alter_column('email', existing_type=sa.TEXT(), nullable=False)
        batch_op.drop_column('import_id')
        batch_op.drop_column('customer_id')
        batch_op.drop_column('referral_code')
        batch_op.drop_column('items')
        batch_op.drop_column('location')
        batch_op.drop_column('guest')
        batch_op.drop_column('currency')
        batch_op.drop_column('total')
        batch_op.drop_column('ordered_at')
        batch_op.drop_column('phone')

    with op.batch_alter_table('customers', table_kwargs=NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_customers_merged_into_id'), type_='foreignkey')
        batch_op.drop_column('merged_into_id')

    with op.batch_alter_table('conversations') as batch_op:
        batch_op.drop_column('human_messages')
        batch_op.drop_column('location')

    with op.batch_alter_table('audit_log', table_kwargs=NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_audit_log_agent_id'), type_='foreignkey')
        batch_op.drop_column('detail')
        batch_op.drop_column('agent_id')

    with op.batch_alter_table('agents') as batch_op:
        batch_op.drop_column('reads_transcripts')
        batch_op.drop_column('role')

    op.drop_table('scheduled_reports')
    with op.batch_alter_table('presences') as batch_op:
        batch_op.drop_index('ix_presences_until_at')
        batch_op.drop_index('ix_presences_agent_id_until_at')

    op.drop_table('presences')
    with op.batch_alter_table('merges') as batch_op:
        batch_op.drop_index(batch_op.f('ix_merges_customer_id'))

    op.drop_table('merges')
    op.drop_table('goals')
    op.drop_table('experiments')
    op.drop_table('api_tokens')
    op.drop_table('leases')
    op.drop_table('imports')
