"""Killed anywhere, the file is as before or after, and goes on from there."""

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

from bot.base.paths import PROJECT
from bot.store.base.database import Database
from bot.warehouse import Warehouse, bulk, open_filled
from bot.warehouse.filling import fill_new
from tests.warehouse.contents import contents
from tests.warehouse.growing import Growing

ZONE = "Europe/Berlin"
# Fills without an end, a few touchpoints at a time.
_FILLING = """
import sys
from pathlib import Path
from bot.store.analytics import feeds
from bot.store.base.database import Database
from bot.warehouse import Warehouse
from bot.warehouse.filling import fill_new
import bot.warehouse.gaps
bot.warehouse.gaps.CHUNK = feeds.CHUNK = 40
database, warehouse = Database(sys.argv[1]), Warehouse(Path(sys.argv[2]), "Europe/Berlin")
print("begun", flush=True)
while True:
    fill_new(database, warehouse, chunks=1)
"""


def test_killed_while_filling(sqlite_url: str, tmp_path: Path) -> None:
    database, path, random = Database(sqlite_url), tmp_path / "analytics.duckdb", Random(7)
    growing = Growing(database, 25, 6)
    while not growing.over:
        growing.grow(200)
    reached = [_killed(sqlite_url, path, random.uniform(0.05, 1.5)) for _ in range(3)]
    assert reached == sorted(reached)
    with closing(Warehouse(path, ZONE)) as warehouse, closing(open_filled(database, None, ZONE)) as anew:
        fill_new(database, warehouse)
        assert contents(warehouse) == contents(anew)


def _killed(url: str, path: Path, after: float) -> int:
    """How many touchpoints are there after a fill was killed."""
    command = [sys.executable, "-c", _FILLING, url, str(path)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(after)
        process.kill()
    with closing(Warehouse(path, ZONE)) as warehouse:
        (found,) = warehouse.cursor().execute("SELECT count(*) FROM touchpoints").fetchone() or (0,)
    return int(found)


def test_killed_while_made_anew(sqlite_url: str, tmp_path: Path) -> None:
    database, path = Database(sqlite_url), tmp_path / "analytics.duckdb"
    growing = Growing(database, 20, 8)
    growing.grow(50)
    with closing(open_filled(database, path, ZONE)) as warehouse:
        before = contents(warehouse)
    growing.grow(500)
    with bulk.started(sqlite_url, path, ZONE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
    with closing(Warehouse(path, ZONE)) as warehouse:
        assert contents(warehouse) == before
    bulk.finish(bulk.started(sqlite_url, path, ZONE))
    with closing(Warehouse(path, ZONE)) as warehouse, closing(open_filled(database, None, ZONE)) as anew:
        assert contents(warehouse) == contents(anew)


def test_nobody_waits_for_the_file_any_more(sqlite_url: str, tmp_path: Path) -> None:
    with bulk.started(sqlite_url, tmp_path / "analytics.duckdb", ZONE) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 1
    assert not (tmp_path / "analytics.duckdb").exists()
