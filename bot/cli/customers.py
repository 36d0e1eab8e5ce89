"""`customers merges|undo`: who is counted as one person, and why."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.base.settings import load_settings
from bot.services import merging
from bot.store.base.database import Database
from bot.store.customers import merges

app = typer.Typer(help="Customers who are known on several channels.", no_args_is_help=True)
_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)

_Last = Annotated[int, typer.Option("--last", min=1, help="How many to show.")]
_Number = Annotated[int, typer.Argument(help="The number of the merge.")]


def _open() -> Database:
    database = Database(load_settings().database_url)
    database.upgrade()
    return database


@app.command("merges")
def show(last: _Last = 50) -> None:
    """Show which customers are counted as one person, the newest merge first."""
    with _open().read() as tx:
        found = merges.newest(tx, last)
    table = Table("Merge", "At (UTC)", "Customer", "Counted as", "Holds", "Why")
    for each in found:
        into = str(each.into_id or "themselves")
        holds = "yes" if each.holds else "no"
        table.add_row(str(each.id), f"{each.at:%Y-%m-%d %H:%M}", str(each.customer_id), into, holds, Text(each.reason))
    _out.print(table if found else "No customers were merged yet.")


@app.command()
def undo(merge: _Number) -> None:
    """Count the two customers of a merge as different people again, for good."""
    try:
        with _open().write() as tx:
            merging.undo(tx, merge)
    except merging.NotPossible as impossible:
        _err.print(str(impossible), markup=False)
        raise typer.Exit(1) from impossible
    _out.print(f"Merge {merge} is undone. What is known of the two is counted apart from now on.")
