"""`agent add|list|role|disable`: who may log in, and to what."""

import sys
from typing import Annotated, Optional

import typer
from rich.table import Table

from bot.base.text import normalise
from bot.cli.common import fail, open_database, out
from bot.services.passwords import TooShort, generate_password, hash_password
from bot.staff.rights import Right, Role, rights
from bot.store.base.database import Database
from bot.store.base.records import Agent
from bot.store.staff import agents

app = typer.Typer(help="The people who may log in to console and dashboard.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The name to log in with; customers see it too.")],
    role: Annotated[Role, typer.Option(help="What this person may do.")] = Role.AGENT,
    transcripts: Annotated[bool, typer.Option("--transcripts", help="Let an analyst read transcripts.")] = False,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read it from standard input.")] = False,
) -> None:
    """Let somebody log in; prints a generated password unless you give one."""
    database, name = open_database(), normalise(name)
    if not name:
        fail("A name is needed.")
    if _find(database, name):
        fail(f"There is an agent called {name} already.")
    password = sys.stdin.readline().rstrip("\n") if password_stdin else generate_password()
    _add(database, name, password, role, transcripts)
    out.print(f"Made {role.value} {name}.", markup=False)
    if not password_stdin:
        out.print(f"The password, which is not shown again: {password}", markup=False)


def _add(database: Database, name: str, password: str, role: Role, transcripts: bool) -> None:
    try:
        hashed = hash_password(password)
    except TooShort as error:
        fail(str(error))
    with database.write() as tx:
        agents.add(tx, name, hashed, role.value, transcripts)


@app.command(name="list")
def list_() -> None:
    """Show everybody who may or might log in."""
    table = Table("Name", "Role", "Reads transcripts", "State", "Last seen (UTC)")
    with open_database().read() as tx:
        for agent in agents.every(tx):
            seen = f"{agent.seen_at:%Y-%m-%d %H:%M}" if agent.seen_at else "never"
            state = "disabled" if agent.disabled_at else "active"
            table.add_row(agent.name, agent.role, "yes" if _reads_transcripts(agent) else "no", state, seen)
    out.print(table)


@app.command()
def role(
    name: str,
    role: Annotated[Role, typer.Argument(help="What this person may do from now on.")],
    transcripts: Annotated[Optional[bool], typer.Option(help="Whether an analyst reads transcripts.")] = None,
) -> None:
    """Change what somebody may do, from their next click on."""
    database = open_database()
    agent = _known(database, name)
    reads = agent.reads_transcripts if transcripts is None else transcripts
    with database.write() as tx:
        agents.change_role(tx, agent.id, role.value, reads)
    may = "reads" if _reads_transcripts(_known(database, name)) else "does not read"
    out.print(f"{name} is {role.value} now and {may} transcripts.", markup=False)


@app.command()
def disable(name: str) -> None:
    """Log somebody out everywhere, for good."""
    database = open_database()
    agent = _known(database, name)
    with database.write() as tx:
        agents.disable(tx, agent.id)
    out.print(f"Disabled {name}.", markup=False)


def _reads_transcripts(agent: Agent) -> bool:
    return Right.TRANSCRIPTS in rights(agent)


def _find(database: Database, name: str) -> Optional[Agent]:
    with database.read() as tx:
        return agents.find(tx, name)


def _known(database: Database, name: str) -> Agent:
    agent = _find(database, name)
    if agent is None:
        fail(f"There is no agent called {name}; `agent list` shows all.")
    return agent
