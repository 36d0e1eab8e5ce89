"""`db upgrade`: the tables."""

import typer

from bot.base.settings import load_settings
from bot.store.base.database import Database

app = typer.Typer(help="The database.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `upgrade` a command of its own, though it is the only one."""


@app.command()
def upgrade() -> None:
    """Bring the tables to the newest version; safe to repeat."""
    Database(load_settings().database_url).upgrade()
    typer.echo("The tables are up to date.")
