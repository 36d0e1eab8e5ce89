"""`import orders|locations FILE.csv`: orders and stores from the shop, all of a file or nothing of it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, track

from bot.base.content import project_content
from bot.base.paths import DATA
from bot.base.settings import load_settings
from bot.services.imports import Row, Sheet, Wrong, parse
from bot.services.sheets import locations_sheet, orders_sheet
from bot.store import imports
from bot.store.database import Database

app = typer.Typer(help="Orders and stores from CSV files.", no_args_is_help=True)
_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)
_SHOWN_PROBLEMS = 20

_File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV in UTF-8, with a header.")]
_Replace = Annotated[bool, typer.Option("--replace", help="Forget what is not in the file.")]


@app.command()
def orders(file: _File, replace: _Replace = False) -> None:
    """Import orders, new or changed; data/samples/orders.csv shows the columns."""
    _import(file, _orders(), replace)


@app.command()
def locations(file: _File, replace: _Replace = False) -> None:
    """Import stores, new or changed; data/samples/locations.csv shows the columns."""
    _import(file, locations_sheet(), replace)


def add_samples(database: Database) -> None:
    """The sample orders and stores, where there are none at all yet."""
    with database.read() as tx:
        if not imports.is_empty(tx, ("orders", "locations")):
            return
    for sheet in (_orders(), locations_sheet()):
        rows = _read(DATA / "samples" / f"{sheet.table}.csv", sheet)
        _store(database, sheet, rows, replace=False)
    _out.print("Sample orders and stores were imported. Put in your own: python -m bot import --help", soft_wrap=True)


def _orders() -> Sheet:
    return orders_sheet(str(project_content().facts["order_number_example"]))


def _import(file: Path, sheet: Sheet, replace: bool) -> None:
    try:
        rows = _read(file, sheet)
    except Wrong as wrong:
        _tell(file, wrong)
        raise typer.Exit(1) from wrong
    database = Database(load_settings().database_url)
    database.upgrade()
    _store(database, sheet, rows, replace)
    database.dispose()
    _out.print(f"Imported {len(rows)} {sheet.table} from {file}.", markup=False)


def _read(file: Path, sheet: Sheet) -> list[Row]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(track(parse(lines, sheet), "Reading", console=_err, transient=True))


def _store(database: Database, sheet: Sheet, rows: list[Row], replace: bool) -> None:
    with database.write() as tx, Progress(console=_err, transient=True) as progress:
        task = progress.add_task("Storing", total=len(rows))
        if replace:
            imports.clear(tx, sheet.table)
        for done in imports.put(tx, sheet.table, rows):
            progress.update(task, completed=done)


def _tell(file: Path, wrong: Wrong) -> None:
    _err.print(f"Nothing was imported from {file}:", markup=False)
    for problem in wrong.problems[:_SHOWN_PROBLEMS]:
        _err.print(f"  {problem}", markup=False, soft_wrap=True)
    if len(wrong.problems) > _SHOWN_PROBLEMS:
        _err.print(f"  and {len(wrong.problems) - _SHOWN_PROBLEMS} more")
