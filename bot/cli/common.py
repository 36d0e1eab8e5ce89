"""What several commands begin and end with."""

from typing import NoReturn

import typer
from rich.console import Console

from bot.base.settings import load_settings
from bot.store.base.database import Database

out = Console(highlight=False)


def open_database() -> Database:
    """The database of the settings, with its tables up to date."""
    database = Database(load_settings().database_url)
    database.upgrade()
    return database


def fail(sentence: str) -> NoReturn:
    """End the command with a sentence that says what to do."""
    Console(stderr=True, highlight=False).print(sentence, markup=False)
    raise typer.Exit(1)
