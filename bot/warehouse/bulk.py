"""The whole file made anew, with DuckDB's scanners, in a process of its own: `python -m bot.warehouse.bulk`.

A process of its own because of SQLite's locks (see scanner.py), and because the new file takes the place of the old
one only when it is complete.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Callable, Mapping

import duckdb

from bot.base.paths import PROJECT
from bot.warehouse.everything import Everything
from bot.warehouse.fill import fill
from bot.warehouse.scanner import attach
from bot.warehouse.warehouse import Warehouse

Progress = Callable[[str], object]
# What it says it is doing, and how long each takes of a hundred parts.
STEPS: Mapping[str, int] = {
    "touchpoints": 45,
    "orders": 8,
    "conversations": 22,
    "handoffs": 5,
    "agent_days": 1,
    "questions": 5,
    "surveys": 3,
    "links": 3,
    "exposures": 1,
    "activity": 1,
    "customers": 6,
}


def parts_before(step: str) -> int:
    """How many of a hundred parts are done when the step begins."""
    names = list(STEPS)
    return sum(STEPS[name] for name in names[: names.index(step)]) if step in STEPS else 0


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


class Failed(Exception):
    """The file could not be made; the message is the last thing that its process said."""


def started(url: str, path: Path, zone: str) -> "subprocess.Popen[str]":
    """A process that makes the file. What to do goes there as JSON on its input, where nobody sees a password."""
    command = [sys.executable, "-m", __name__]
    process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    print(json.dumps({"url": url, "path": str(path.absolute()), "zone": zone}), file=process.stdin, flush=True)
    return process


def finish(process: "subprocess.Popen[str]", progress: Progress = lambda step: None) -> None:
    """Wait for it, and pass on what it says.

    Raises:
        Failed
    """
    said = ""
    for line in process.stdout or ():
        said = line.strip()
        progress(said)
    if process.wait():
        raise Failed(said)


def main() -> None:
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_input, daemon=True).start()
    try:
        build(asked["url"], Path(asked["path"]), asked["zone"], lambda step: print(step, flush=True))
    except (duckdb.Error, OSError) as error:
        print(str(error).splitlines()[0], flush=True)
        sys.exit(1)


def _end_with_the_input() -> None:
    # It ends when whoever started this process is gone; then nobody waits for the file.
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
