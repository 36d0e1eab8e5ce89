"""`ask`: what the assistant replies to one message, and what it understood."""

import json
from dataclasses import asdict
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.base.content import Content, project_content
from bot.base.settings import load_settings
from bot.bootstrap import load_dialogue, load_reader
from bot.cli.train import ensure_trained
from bot.services.inbox import Rejected
from bot.store.base.database import Database
from bot.turn.asking import Asked, Asking

_err = Console(stderr=True, highlight=False)


def ask(
    text: Annotated[str, typer.Argument(help="What a customer types.")],
    lang: Annotated[Optional[str], typer.Option(help="Reply in this language, not in the one of the text.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the reply to a message and what was understood of it. Nothing is stored."""
    content = project_content()
    if lang is not None and lang not in content.languages:
        raise typer.BadParameter(f"There are no texts in {lang!r}, only in {', '.join(content.languages)}.")
    ensure_trained()
    try:
        asked = _ask(content, text, lang)
    except Rejected as reason:
        _err.print(str(reason), markup=False)
        raise typer.Exit(1) from reason
    if json_:
        typer.echo(json.dumps(asdict(asked), ensure_ascii=False, indent=2))
    else:
        show(asked, Console(highlight=False))


def _ask(content: Content, text: str, lang: Optional[str]) -> Asked:
    database = Database(load_settings().database_url)
    database.upgrade()
    try:
        return Asking(database, load_dialogue(content), load_reader()).ask(text, lang)
    finally:
        database.dispose()


def show(asked: Asked, out: Console) -> None:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for name, value in _rows(asked):
        # As Text: what a customer types may look like Rich's own markup.
        table.add_row(name, Text(value))
    out.print(table)


def _rows(asked: Asked) -> list[tuple[str, str]]:
    entities = [f"{e['entity']}: {e['value']}" for e in asked.entities]
    replies = [reply.text + "".join(f"\n  [{c['title']}]" for c in reply.choices) for reply in asked.replies]
    return [
        *(("reply", reply) for reply in replies),
        ("label", asked.label),
        ("confidence", f"{asked.confidence:.0%}"),
        ("decision", asked.decision),
        *([("options", ", ".join(asked.options))] if asked.options else []),
        ("entities", "\n".join(entities) or "none"),
        ("sentiment", f"{asked.sentiment:+.2f}"),
        ("language", asked.language),
        ("time", f"{asked.milliseconds} ms"),
    ]
