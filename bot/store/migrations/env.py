"""Runs the migrations against the database that bot.store.base.database names."""

import sqlalchemy as sa
from alembic import context

from bot.store.schema import metadata

_engine = sa.create_engine(context.config.attributes["url"], future=True)
with _engine.connect() as _connection:
    if _engine.dialect.name == "postgresql":
        # Several servers that start together: one migrates, the others wait and find it done.
        _connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7237)")
    context.configure(connection=_connection, target_metadata=metadata, render_as_batch=True, user_module_prefix="")
    with context.begin_transaction():
        context.run_migrations()
    _connection.commit()
_engine.dispose()
