"""What tables are made of."""

from datetime import datetime, timezone
from typing import Any, Optional

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# SQLite numbers rows only in columns of exactly this type.
Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Moment(sa.types.TypeDecorator):  # type: ignore[misc]
    """An aware time in UTC, on SQLite too, which knows no time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Optional[datetime], dialect: Any) -> Optional[datetime]:
        return value.astimezone(timezone.utc) if value else None

    def process_result_value(self, value: Optional[datetime], dialect: Any) -> Optional[datetime]:
        if value is None:
            return None
        return value.astimezone(timezone.utc) if value.tzinfo else value.replace(tzinfo=timezone.utc)


def table(name: str, *columns: Any) -> sa.Table:
    # Numbers are never given twice: clients remember the last one they saw.
    return sa.Table(name, metadata, sa.Column("id", Key, primary_key=True), *columns, sqlite_autoincrement=True)


def reference(table: str, **options: Any) -> sa.Column:
    name = {"identities": "identity_id"}.get(table, f"{table.removesuffix('s')}_id")
    return sa.Column(name, Key, sa.ForeignKey(f"{table}.id"), **options)
