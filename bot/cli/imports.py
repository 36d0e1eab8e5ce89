"""`import orders|locations|touchpoints FILE.csv`: what the shop knows, all of a file or nothing of it."""

from functools import partial
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.progress import Progress

from bot.base.content import project_content
from bot.base.paths import DATA
from bot.base.settings import load_settings
from bot.cli.import_reports import tell, tell_problems
from bot.services.importing import reading
from bot.services.importing.problems import Wrong
from bot.services.importing.sheet import Sheet
from bot.services.importing.shop import Shop
from bot.services.importing.taking import How, Taken, take
from bot.store.base.database import Database
from bot.store.shop import imports
from bot.store.shop.staging import Conflict

app = typer.Typer(help="Orders, stores and touchpoints of other channels, from CSV files.", no_args_is_help=True)
_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)

_File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV in UTF-8, with a header.")]
_Replace = Annotated[bool, typer.Option("--replace", help="Forget what is not in the file.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
_Errors = Annotated[Optional[Path], typer.Option("--errors", dir_okay=False, help="Write all problems as CSV.")]


@app.command()
def orders(file: _File, replace: _Replace = False, dry_run: _DryRun = False, errors: _Errors = None) -> None:
    """Import orders, new or changed; data/samples/orders.csv shows the columns."""
    _import("orders", file, replace, dry_run, errors)


@app.command()
def locations(file: _File, replace: _Replace = False, dry_run: _DryRun = False, errors: _Errors = None) -> None:
    """Import stores, new or changed; data/samples/locations.csv shows the columns."""
    _import("locations", file, replace, dry_run, errors)


@app.command()
def touchpoints(file: _File, dry_run: _DryRun = False, errors: _Errors = None) -> None:
    """Import what happened on other channels; data/samples/touchpoints.csv shows the columns."""
    _import("touchpoints", file, False, dry_run, errors)


def add_samples(database: Database) -> None:
    """The sample orders and stores, where there are none at all yet."""
    with database.read() as tx:
        if not imports.is_empty(tx, ("orders", "locations")):
            return
    shop = Shop(database, project_content(), load_settings().time_zone)
    for name in ("locations", "orders"):
        with (DATA / "samples" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            take(database, shop.sheets[name](), partial(reading.from_csv, lines), How("samples"))
    _out.print("Sample orders and stores were imported. Put in your own: python -m bot import --help", soft_wrap=True)


def _import(name: str, file: Path, replace: bool, dry_run: bool, errors: Optional[Path]) -> None:
    settings = load_settings()
    database = Database(settings.database_url)
    database.upgrade()
    sheet = Shop(database, project_content(), settings.time_zone).sheets[name]()
    try:
        tell(_out, sheet.table, file, _take(database, sheet, file, replace, dry_run), dry_run)
    except Wrong as wrong:
        tell_problems(_err, file, wrong.problems, errors)
        raise typer.Exit(1) from wrong
    except Conflict as conflict:
        _err.print(f"Nothing was imported from {file}. {conflict}", markup=False, soft_wrap=True)
        raise typer.Exit(1) from conflict
    finally:
        database.dispose()


def _take(database: Database, sheet: Sheet, file: Path, replace: bool, dry_run: bool) -> Taken:
    with Progress(console=_err, transient=True) as progress:
        storing = progress.add_task("Storing", total=None, start=False, visible=False)

        def stored(done: int) -> None:
            progress.update(storing, completed=done, visible=True)

        with progress.open(file, "rt", encoding="utf-8-sig", newline="", description="Reading") as lines:
            how = How(file.name, replace, dry_run, stored)
            return take(database, sheet, partial(reading.from_csv, lines), how)
