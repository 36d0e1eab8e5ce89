"""`doctor`: is everything in place, and is anything waiting for an operator?"""

from typing import Callable

import typer
from rich.console import Console

from bot.base.paths import FRONTEND
from bot.base.settings import load_settings
from bot.dialogue.models import current_model
from bot.store.base.database import Database
from bot.store.chat import messages
from bot.store.turns import backlog

_out = Console(highlight=False)


def doctor() -> None:
    """Check the installation and list messages that were set aside. Exits with 1 when something is wrong."""
    database = Database(load_settings().database_url)
    checks = [
        _check("database", lambda: bool(backlog.measure(database)), "run: python -m bot db upgrade"),
        _check("model of the current data", lambda: current_model().exists(), "run: make train"),
        _check("front end", (FRONTEND / "widget.js").exists, "run: make setup"),
    ]
    if checks[0]:
        _list_set_aside(database)
    if not all(checks):
        raise typer.Exit(1)


def _check(what: str, works: Callable[[], bool], remedy: str) -> bool:
    try:
        fine, why = works(), ""
    except Exception as error:
        fine, why = False, f" ({type(error).__name__})"
    _out.print(f"{'ok     ' if fine else 'MISSING'} {what}{why}" + ("" if fine else f"; {remedy}"), markup=False)
    return fine


def _list_set_aside(database: Database) -> None:
    with database.read() as tx:
        kept = messages.set_aside(tx)
    for row in kept:
        _out.print(
            f"SET ASIDE message {row['id']} in conversation {row['conversation_id']}: {row['error']}", markup=False
        )
    if kept:
        _out.print("Agents can try these again or dismiss them in the console.")
