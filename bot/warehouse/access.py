"""The warehouse for a command: opened, brought up to date, made anew where it has to be."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Optional

import duckdb

from bot.base.paths import PROJECT
from bot.store.database import Database
from bot.warehouse.feeds import NewRows
from bot.warehouse.fill import fill
from bot.warehouse.news import backlog
from bot.warehouse.warehouse import Stale, Warehouse

# Reading so many touchpoints one chunk after another takes longer than making the whole file anew.
BULK_FROM = 200_000


class Held(Exception):
    """Another process has the file open: DuckDB lets nobody else look then."""


def usable(database: Database, path: Path, zone: str) -> Optional[Warehouse]:
    """The file as it is; None where it has to be made anew.

    Raises:
        Held
    """
    try:
        warehouse = Warehouse(path, zone)
    except Stale:
        return None
    except duckdb.IOException as error:
        raise Held(str(error)) from error
    if 0 <= backlog(database, warehouse) < BULK_FROM:
        return warehouse
    warehouse.close()
    return None


def start_bulk(database: Database, path: Path, zone: str) -> "subprocess.Popen[bytes]":
    """Begin to make the file anew, in a process of its own, which prints its steps and is told what to do already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-W", "ignore", "-m", "bot.warehouse.bulk"]
    process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(json.dumps({"url": database.url, "path": str(path), "zone": zone}).encode())
    process.stdin.close()
    process.stdin = None
    return process


def open_current(database: Database, path: Path, zone: str) -> Warehouse:
    """The warehouse with everything up to now.

    Raises:
        Held
        RuntimeError: it could not be made anew; what was printed says why.
    """
    warehouse = usable(database, path, zone)
    if warehouse is None:
        process = start_bulk(database, path, zone)
        process.communicate()
        if process.returncode:
            raise RuntimeError("The analytics could not be made anew.")
        warehouse = Warehouse(path, zone)
    fill(warehouse, NewRows(database))
    return warehouse
