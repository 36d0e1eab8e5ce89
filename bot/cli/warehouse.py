"""`metrics rebuild`, `metrics snapshot FILE` and `metrics parquet FOLDER`: the analytics file, and copies of it.

The copies are made from the operational database, not from the analytics file: a running server has that one open, and
DuckDB lets nobody else look then.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.base.settings import Settings, load_settings
from bot.cli.common import fail, open_database, out
from bot.store.base.database import Database
from bot.store.processes import leases
from bot.store.processes.holding import Holding
from bot.warehouse import bulk, export
from bot.warehouse.filler import LEASE
from bot.warehouse.warehouse import Warehouse

_File = Annotated[Path, typer.Argument(help="The new file, for example analytics-copy.duckdb.")]
_Folder = Annotated[Path, typer.Argument(help="A new or empty folder.")]


def rebuild() -> None:
    """Make the analytics file anew from the operational database."""
    settings = load_settings()
    database = open_database()
    lease = Holding(database, LEASE)
    lease.start()
    try:
        if not lease.taken():
            fail(_in_use(database))
        _build(settings, settings.analytics_file)
    finally:
        lease.stop()
        database.dispose()
    out.print("The analytics are made anew.")


def snapshot(file: _File) -> None:
    """Write a copy of the analytics for DuckDB, with everything up to now."""
    settings = load_settings()
    open_database().dispose()
    _check_free(file)
    _build(settings, file)
    out.print(f"Written to {file}. Open it with DuckDB; docs/warehouse.md describes its tables.", markup=False)


def parquet(folder: _Folder) -> None:
    """Write the analytics as Parquet files, facts by day, for bigger engines."""
    settings = load_settings()
    open_database().dispose()
    _check_free(folder)
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.absolute().parent) as beside:
        path = Path(beside) / "analytics.duckdb"
        _build(settings, path)
        warehouse = Warehouse(path, settings.time_zone)
        with out.status("writing Parquet"):
            export.parquet(warehouse, folder)
        warehouse.close()
    out.print(f"Written to {folder}; docs/warehouse.md says how ClickHouse and Spark read it.", markup=False)


def _check_free(target: Path) -> None:
    try:
        export.check_free(target)
    except export.Occupied as problem:
        fail(str(problem))


def _build(settings: Settings, path: Path) -> None:
    columns = SpinnerColumn(), TextColumn("{task.description:<14}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=out) as progress:
        task = progress.add_task("reading", total=100)

        def show(step: str) -> None:
            progress.update(task, description=step, completed=bulk.parts_before(step))

        try:
            bulk.finish(bulk.started(settings.database_url, path, settings.time_zone), show)
        except bulk.Failed as problem:
            fail(f"The analytics could not be made: {problem}")
        progress.update(task, description="done", completed=100)


def _in_use(database: Database) -> str:
    with database.read() as tx:
        lease = leases.held(tx, LEASE)
    where = f"The server at {lease.address}" if lease and lease.address else "Another process"
    return f"{where} keeps the analytics up to date now. Stop it first; when it starts it does the same where needed."
