"""`demo`: a made-up year of customers, to look at the product with."""

from typing import Annotated, NoReturn

import httpx
import typer
from rich.console import Console
from rich.progress import Progress

from bot.base.clock import now
from bot.base.content import project_content
from bot.base.settings import Settings, load_settings
from bot.cli.serve import first_start
from bot.demo.write import fill
from bot.demo.year import Wanted
from bot.store.base.bulk import is_untouched
from bot.store.base.database import Database

_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)

_Days = Annotated[int, typer.Option(min=1, max=3660, help="How many days, up to now.")]
_Touchpoints = Annotated[int, typer.Option(min=1000, max=50_000_000, help="About how many touchpoints.")]
_Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same year, another one another.")]


def demo(days: _Days = 365, touchpoints: _Touchpoints = 1_000_000, seed: _Seed = 1) -> None:
    """Fill an empty database with a believable year: customers, conversations, orders, a team."""
    settings = load_settings()
    database = Database(settings.database_url)
    _refuse_if_serving(settings)
    database.upgrade()
    _refuse_if_in_use(database)
    first_start(database)
    wanted = Wanted(days, touchpoints, seed, now(), settings.time_zone)
    with Progress(console=_err, transient=True) as progress:
        task = progress.add_task("Making up a year", total=None)
        for done, total in fill(database, wanted, project_content()):
            progress.update(task, description="Writing it" if total else None, completed=done, total=total or None)
    database.dispose()
    _out.print("The year is there. Start the product with `make run`; the figures are at /analytics.", soft_wrap=True)


def _refuse_if_serving(settings: Settings) -> None:
    """An SQLite file has one writer, and this one writes for a minute; PostgreSQL has room for both."""
    if not settings.database_url.startswith("sqlite"):
        return
    try:
        httpx.get(f"{settings.own_address}/healthz", timeout=2)
    except httpx.HTTPError:
        return
    _fail(f"Something is serving at {settings.own_address}. Stop it first: an SQLite file has one writer.")


def _refuse_if_in_use(database: Database) -> None:
    with database.read() as tx:
        untouched = is_untouched(tx)
    if not untouched:
        _fail("There are conversations in this database, so nothing was made up. Give an empty one by DATABASE_URL.")


def _fail(sentence: str) -> NoReturn:
    _err.print(sentence, markup=False, soft_wrap=True)
    raise typer.Exit(1)
