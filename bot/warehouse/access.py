"""The warehouse of a file: opened as it is, made anew where it has to be, brought up to date."""

from pathlib import Path
from typing import Optional

import duckdb
import structlog

from bot.store.base.database import Database
from bot.warehouse import bulk
from bot.warehouse.filling import fill_new
from bot.warehouse.news import backlog, continues
from bot.warehouse.warehouse import Stale, Warehouse

log = structlog.get_logger()
# Reading so many touchpoints one chunk after another takes longer than making the whole file anew.
BULK_FROM = 200_000


def close_default_connection() -> None:
    """DuckDB opens a database that nobody asked for when it is imported, with threads that stand in a fork's way."""
    duckdb.default_connection().close()


class Held(Exception):
    """Another process has the file open: DuckDB lets nobody else look then."""


def usable(database: Database, path: Path, zone: str) -> Optional[Warehouse]:
    """The file as it is; None where it has to be made anew: it is of no use, or far behind.

    Raises:
        Held
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        warehouse = Warehouse(path, zone)
    except Stale as reason:
        log.info("the analytics have to be made anew", reason=str(reason))
        return None
    except duckdb.Error as error:
        if "lock" in str(error):
            raise Held(f"another process has {path} open") from error
        log.warning("the analytics file can't be read and has to be made anew", error=str(error))
        return None
    if backlog(database, warehouse) < BULK_FROM and continues(database, warehouse):
        return warehouse
    warehouse.close()
    return None


def open_current(database: Database, path: Path, zone: str) -> Warehouse:
    """The warehouse with everything up to now.

    Raises:
        Held
        bot.warehouse.bulk.Failed: it could not be made anew.
    """
    warehouse = usable(database, path, zone)
    if warehouse is None:
        bulk.finish(bulk.started(database.url, path, zone))
        warehouse = Warehouse(path, zone)
    fill_new(database, warehouse)
    return warehouse
