"""Imports into a real database."""

from functools import partial
from typing import Any, Callable

import pytest
import sqlalchemy as sa

from bot.base.content import Content
from bot.services.importing import reading
from bot.services.importing.shop import Shop
from bot.services.importing.taking import How, Taken, take
from bot.store.base.database import Database
from bot.store.schema import metadata

Bring = Callable[..., Taken]
Rows = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def bring(database: Database, content: Content) -> Bring:
    """Import lines of CSV, the first of them the header."""

    def lines(name: str, *written: str, **how: Any) -> Taken:
        sheet = Shop(database, content, "Asia/Seoul").sheets[name]()
        return take(database, sheet, partial(reading.from_csv, [f"{line}\n" for line in written]), How("test", **how))

    return lines


@pytest.fixture
def rows(database: Database) -> Rows:
    """All rows of a table, by their numbers."""

    def read(name: str) -> list[dict[str, Any]]:
        table = metadata.tables[name]
        with database.read() as tx:
            return [dict(row) for row in tx.execute(sa.select(table).order_by(table.c.id)).mappings()]

    return read
