"""The whole file made anew, with DuckDB's scanners, in a process of its own: `python -m bot.warehouse.bulk`.

A process of its own because of SQLite's locks (see scanner.py), and because the new file takes the place of the old
one only when it is complete.
"""

import json
import os
import sys
from pathlib import Path
from typing import Callable

from bot.warehouse.everything import Everything
from bot.warehouse.fill import fill
from bot.warehouse.scanner import attach
from bot.warehouse.warehouse import Warehouse

Progress = Callable[[str], object]


def build(url: str, path: Path, zone: str, progress: Progress = lambda step: None) -> None:
    """Make the file at `path`; until that is done, the one that is there stays as it is.

    Raises:
        duckdb.Error: the database can't be read, or the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    remove(new)
    warehouse = Warehouse(new, zone)
    try:
        cursor = warehouse.cursor()
        attach(cursor, url)
        fill(warehouse, Everything(), progress)
        cursor.execute("DETACH source")
    finally:
        warehouse.close()
    # What the old file has not written back yet must not be taken for changes of the new one.
    _wal(path).unlink(missing_ok=True)
    os.replace(new, path)


def remove(path: Path) -> None:
    for file in (path, _wal(path)):
        file.unlink(missing_ok=True)


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def main() -> None:
    """What to do comes as JSON, in which no other user of the machine sees a password; progress goes out by line."""
    asked = json.load(sys.stdin)
    build(asked["url"], Path(asked["path"]), asked["zone"], lambda step: print(step, flush=True))


if __name__ == "__main__":
    main()
