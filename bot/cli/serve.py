"""`run`: the server, in one process or in several."""

import socket
from typing import Annotated, Any, Optional

import typer
from rich.console import Console

from bot.base.settings import Settings, load_settings
from bot.cli import serving
from bot.cli.imports import add_samples
from bot.cli.train import ensure_trained
from bot.services.passwords import generate_password, hash_password
from bot.staff.rights import Role
from bot.store.base.bulk import is_untouched
from bot.store.base.database import Database
from bot.store.staff import agents

_out = Console(highlight=False)
_PLACES = {
    "/": "shop page with the chat",
    "/help": "help centre",
    "/console": "agents' console",
    "/analytics": "analysts' dashboard",
}
_Processes = Annotated[
    Optional[int], typer.Option(min=1, help="How many; as many as there are cores on PostgreSQL, one on SQLite.")
]
_Roles = Annotated[Optional[str], typer.Option(help="Some of web,turns,telegram,analytics, with commas; else all.")]


def run(processes: _Processes = None, roles: _Roles = None) -> None:
    """Serve chat, help centre, console and API; set up and train first where needed."""
    settings = load_settings(**_given(processes=processes, roles=roles))
    listening = [_listen(settings)] if settings.processes == 1 else _listen_together(settings)
    _prepare(settings)
    if settings.processes == 1:
        serving.serve(settings, listening)
    else:
        serving.serve_with_several(settings, listening)


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _listen(settings: Settings) -> socket.socket:
    try:
        return serving.bound(settings.host, settings.port)
    except OSError as error:
        _out.print(f"Can't listen on {settings.host}:{settings.port} ({error.strerror}).")
        _out.print("Stop what uses it, or choose another one, for example: PORT=8081 make run")
        raise typer.Exit(1) from error


def _listen_together(settings: Settings) -> list[socket.socket]:
    """A socket for each process, on the same port: the system divides connections among them."""
    # Alone first: who shares a port with others would not notice that a stranger has it.
    alone = _listen(settings)
    port = alone.getsockname()[1]
    alone.close()
    return [serving.bound(settings.host, port, shared=True) for _ in range(settings.processes)]


def _prepare(settings: Settings) -> None:
    """The database, the model, and what a first start brings."""
    database = Database(settings.database_url)
    database.upgrade()
    if settings.does("turns"):
        ensure_trained()
    first_start(database)
    with database.read() as tx:
        untouched = is_untouched(tx)
    database.dispose()
    if settings.does("web"):
        _say_where(settings)
    if untouched:
        _out.print("Nobody has written yet. For a made-up year of customers, stop this and run: .venv/bin/notouch demo")


def first_start(database: Database) -> None:
    """Something to try out, and somebody who can log in."""
    with database.read() as tx:
        if agents.every(tx):
            return
    add_samples(database)
    _first_agent(database)


def _first_agent(database: Database) -> None:
    """The password is printed this once and stored only as a hash."""
    password = generate_password()
    with database.write() as tx:
        agents.add(tx, "agent", hash_password(password), Role.ADMIN.value)
    _out.print("\nThe first log-in, which may do everything; note the password, it is not shown again:")
    _out.print(f"  name      agent\n  password  {password}\n", markup=False)


def _say_where(settings: Settings) -> None:
    _out.print("Messages are taken from now on, and answered once the assistant is loaded.")
    for path, what in _PLACES.items():
        _out.print(f"  {settings.own_address}{path:<10} {what}", soft_wrap=True)
    if settings.telegram_bot_token is None:
        _out.print("  Telegram is off; set TELEGRAM_BOT_TOKEN to switch it on (docs/telegram.md).")
