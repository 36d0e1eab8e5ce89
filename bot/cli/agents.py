"""`agent add|list|disable`: who may log in to the console."""

import sys
from typing import Annotated, NoReturn, Optional

import typer
from rich.console import Console
from rich.table import Table

from bot.base.settings import load_settings
from bot.services.passwords import TooShort, generate_password, hash_password
from bot.store import agents
from bot.store.database import Database
from bot.store.records import Agent

app = typer.Typer(help="Support agents: who may log in to the console.", no_args_is_help=True)
_out = Console(highlight=False)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The name customers see.")],
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read it from standard input.")] = False,
) -> None:
    """Make an agent; prints a generated password unless you give one."""
    database = _database()
    if _find(database, name):
        _fail(f"There is an agent called {name} already.")
    password = sys.stdin.readline().rstrip("\n") if password_stdin else generate_password()
    try:
        hashed = hash_password(password)
    except TooShort as error:
        _fail(str(error))
    with database.write() as tx:
        agents.add(tx, name, hashed)
    _out.print(f"Made agent {name}.", markup=False)
    if not password_stdin:
        _out.print(f"The password, which is not shown again: {password}", markup=False)


@app.command(name="list")
def list_() -> None:
    """Show all agents."""
    table = Table("Name", "State", "Last seen (UTC)")
    with _database().read() as tx:
        for agent in agents.every(tx):
            seen = f"{agent.seen_at:%Y-%m-%d %H:%M}" if agent.seen_at else "never"
            table.add_row(agent.name, "disabled" if agent.disabled_at else "active", seen)
    _out.print(table)


@app.command()
def disable(name: str) -> None:
    """Log an agent out everywhere, for good."""
    database = _database()
    agent = _find(database, name)
    if agent is None:
        _fail(f"There is no agent called {name}; `agent list` shows all.")
    with database.write() as tx:
        agents.disable(tx, agent.id)
    _out.print(f"Disabled {name}.", markup=False)


def _database() -> Database:
    database = Database(load_settings().database_url)
    database.upgrade()
    return database


def _find(database: Database, name: str) -> Optional[Agent]:
    with database.read() as tx:
        return agents.find(tx, name)


def _fail(sentence: str) -> NoReturn:
    Console(stderr=True, highlight=False).print(sentence, markup=False)
    raise typer.Exit(1)
