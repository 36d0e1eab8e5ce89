"""`token add|list|revoke`: which programs may read the API."""

from datetime import datetime, timedelta
from typing import Annotated, Optional

import typer
from rich.table import Table

from bot.base.clock import now
from bot.base.text import normalise
from bot.cli.common import fail, open_database, out
from bot.staff.tokens import NameTaken, mint
from bot.store.base.records import ApiToken
from bot.store.staff import tokens

app = typer.Typer(help="Tokens for programs that read the API.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What it is for, to find it again.")],
    days: Annotated[
        Optional[int], typer.Option(min=1, max=3650, help="How long it is valid; without, until it is revoked.")
    ] = None,
) -> None:
    """Make a token and show it, this once."""
    name = normalise(name)
    if not name:
        fail("A name is needed.")
    try:
        token = mint(open_database(), name, timedelta(days=days) if days else None)
    except NameTaken:
        fail(f"There is a token called {name} already; `token revoke` ends it.")
    out.print("The token, which is not shown again:")
    out.print(f"  {token}", markup=False, soft_wrap=True)


@app.command(name="list")
def list_() -> None:
    """Show all tokens, without what they open with."""
    table = Table("Name", "State", "Made (UTC)", "Valid until", "Last used")
    with open_database().read() as tx:
        for token in tokens.every(tx):
            until = _moment(token.expires_at, "no end")
            table.add_row(token.name, _state(token), _moment(token.created_at), until, _moment(token.used_at, "never"))
    out.print(table)


@app.command()
def revoke(name: str) -> None:
    """Let a token open nothing any more, from now on."""
    with open_database().write() as tx:
        count = tokens.revoke(tx, normalise(name))
    if not count:
        fail(f"There is no valid token called {name}; `token list` shows all.")
    out.print(f"Revoked {name}.", markup=False)


def _state(token: ApiToken) -> str:
    if token.revoked_at:
        return "revoked"
    return "expired" if token.expires_at and token.expires_at <= now() else "valid"


def _moment(at: Optional[datetime], otherwise: str = "") -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else otherwise
