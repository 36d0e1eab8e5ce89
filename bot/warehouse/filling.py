"""Filling from the database through the connection that this process has to it, row by row."""

from pathlib import Path
from typing import Optional

from bot.store.analytics import feeds
from bot.store.base.database import Database
from bot.warehouse.feeds import NewRows
from bot.warehouse.fill import fill
from bot.warehouse.warehouse import Warehouse


def fill_new(database: Database, warehouse: Warehouse, chunks: Optional[int] = None) -> None:
    """Take in what is new, so many chunks of touchpoints at most."""
    with feeds.snapshot(database) as tx:
        fill(warehouse, NewRows(tx, chunks))


def open_filled(database: Database, path: Optional[Path] = None, zone: str = "UTC") -> Warehouse:
    """The warehouse in the file, or in memory, filled with everything up to now.

    Raises:
        bot.warehouse.warehouse.Stale: the file was made with other definitions.
    """
    warehouse = Warehouse(path, zone)
    try:
        fill_new(database, warehouse)
    except BaseException:
        warehouse.close()
        raise
    return warehouse
