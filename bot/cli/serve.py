"""`run`: everything in one process."""

import socket

import typer
import uvicorn
from rich.console import Console

from bot.base.settings import Settings, load_settings
from bot.bootstrap import create_app
from bot.cli.imports import add_samples
from bot.cli.train import ensure_trained
from bot.services.passwords import generate_password, hash_password
from bot.staff.rights import Role
from bot.store import agents
from bot.store.bulk import is_untouched
from bot.store.database import Database

_out = Console(highlight=False)
_PLACES = {
    "/": "shop page with the chat",
    "/help": "help centre",
    "/console": "agents' console",
    "/analytics": "analysts' dashboard",
}


def run() -> None:
    """Serve chat, help centre, console and API; set up and train first where needed."""
    settings = load_settings()
    _check_port(settings)
    database = Database(settings.database_url)
    database.upgrade()
    ensure_trained()
    first_start(database)
    with database.read() as tx:
        untouched = is_untouched(tx)
    database.dispose()
    _say_where(settings)
    if untouched:
        _out.print("Nobody has written yet. For a made-up year of customers, stop this and run: .venv/bin/notouch demo")
    # Access logs would put customers' addresses into the log, and say nothing the metrics don't.
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run()


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            _out.print(f"Can't listen on {settings.host}:{settings.port} ({error.strerror}).")
            _out.print("Stop what uses it, or choose another one, for example: PORT=8081 make run")
            raise typer.Exit(1) from error


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
