"""A warehouse with everything in it, for small databases, tests and tools."""

from pathlib import Path
from typing import Optional

from bot.store.database import Database
from bot.warehouse.feeds import NewRows
from bot.warehouse.fill import fill
from bot.warehouse.warehouse import Warehouse


def open_filled(database: Database, path: Optional[Path] = None, zone: str = "UTC") -> Warehouse:
    """The warehouse in the file, or in memory, filled with everything up to now.

    Raises:
        bot.warehouse.warehouse.Stale: the file was made with other definitions.
    """
    warehouse = Warehouse(path, zone)
    try:
        fill(warehouse, NewRows(database))
    except BaseException:
        warehouse.close()
        raise
    return warehouse
