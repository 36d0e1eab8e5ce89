"""RETURNING on SQLite, which has had it since version 3.35; SQLAlchemy 1.4 only knows it of other databases."""

import sqlite3
from typing import Any, Sequence

from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.sql import expression

from bot.base.settings import SettingsError

SINCE = (3, 35)


class ReturningCompiler(SQLiteCompiler):  # type: ignore[misc]
    def returning_clause(self, stmt: Any, returning_cols: Sequence[Any]) -> str:
        columns = expression._select_iterables(returning_cols)
        return "RETURNING " + ", ".join(self._label_returning_column(stmt, column) for column in columns)


def teach(engine: Any) -> None:
    """Let the engine's statements return what they wrote.

    Raises:
        bot.base.settings.SettingsError: this Python's SQLite is too old.
    """
    if sqlite3.sqlite_version_info < SINCE:
        needed = ".".join(map(str, SINCE))
        raise SettingsError(
            f"This Python has SQLite {sqlite3.sqlite_version}, and {needed} or newer is needed. "
            "Use another Python 3.10, or PostgreSQL (DATABASE_URL). See docs/settings.md."
        )
    engine.dialect.statement_compiler = ReturningCompiler
