"""Statements that SQLAlchemy 1.4 would compile anew each time, as it does with all that have an ON CONFLICT."""

from typing import Any, Mapping

from bot.store.base.database import Connection


class Prepared:
    """Compiled once for each database and set of values; that takes ten times as long as executing it."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, ...], Any] = {}

    def execute(self, tx: Connection, values: Mapping[str, Any]) -> Any:
        """The result, as of `tx.execute`."""
        key = (tx.dialect.name, *values)
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._statement.compile(dialect=tx.dialect, column_keys=list(values))
            self._compiled[key] = compiled
        return tx.execute(compiled, values)
