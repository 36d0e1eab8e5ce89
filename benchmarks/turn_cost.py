"""`python -m benchmarks.turn_cost`: what a customer's message costs, by part of the product.

The real application runs in this process, and a customer on the web talks with it from another one.
"""

import asyncio
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated

import aiohttp
import typer
import uvicorn
from rich.console import Console
from rich.table import Table

from benchmarks.chats import web_chat
from benchmarks.cost import NOT_A_MESSAGES, Cost, rows
from benchmarks.load import Latencies, talk
from benchmarks.messages import conversation, questions
from benchmarks.parts import Parts, thread_seconds
from benchmarks.processes import free_port
from benchmarks.servers import Server

_WARM_UP = 30
_READY_WITHIN_SECONDS = 120.0
# Where no part is named: the server's thread, and the threads that it hands work to.
_HTTP, _HANDING_OVER, _TURN = "HTTP and event loop", "handing over to threads", "turn, around these"


def measure(messages: int, database_url: str = "") -> Cost:
    """Talk with a new instance; without an address its database is an SQLite file."""
    parts = Parts()
    with TemporaryDirectory(prefix="notouch-cost-") as folder, _running(Path(folder), database_url, parts) as address:
        _talk(address, _WARM_UP)
        before, parts.on = thread_seconds(), True
        began = time.process_time()
        latencies = _talk(address, messages)
        total = time.process_time() - began
        parts.on = False
        after = thread_seconds()
    threads = {name: seconds - before.get(name, 0.0) for name, seconds in after.items()}
    spent = _by_part(parts, threads, total)
    return Cost(
        messages,
        {part: seconds / messages * 1000 for part, seconds in spent.items()},
        {part or NOT_A_MESSAGES: count / messages for part, count in parts.statements.items()},
        median(latencies) * 1000,
    )


# The order of a message's way.
_ORDER = (
    "inbox",
    "load",
    "language and feeling",
    "understand",
    "decide",
    "act",
    "dialogue, around these",
    "commit",
    "push",
    "noting what was shown",
)
_IN_TURNS = _ORDER[1:8]


def _by_part(parts: Parts, threads: Mapping[str, float], total: float) -> dict[str, float]:
    """With what the threads of a message did outside of the parts."""
    spent = {part: parts.seconds[part] for part in _ORDER}
    spent[_HTTP] = max(0.0, threads.get("server", 0.0) - spent["push"])
    spent[_HANDING_OVER] = max(0.0, threads.get("AnyIO worker thread", 0.0) - spent["inbox"])
    spent[_TURN] = max(0.0, threads.get("turn", 0.0) - sum(spent[part] for part in _IN_TURNS))
    spent[NOT_A_MESSAGES] = max(0.0, total - sum(spent.values()))
    return spent


def _watch(parts: Parts) -> None:
    """The parts' ways in; before the application is put together."""
    from bot.channels.web.history import History
    from bot.channels.web.live import Push
    from bot.dialogue.dialogue import Dialogue
    from bot.dialogue.processor import TurnProcessor
    from bot.services.inbox import Inbox
    from bot.store.turns.work import Work
    from bot.turn import turn

    for part, owner, name in (
        ("inbox", Inbox, "take"),
        ("load", turn, "load_next"),
        ("language and feeling", turn.Turns, "_read"),
        ("understand", TurnProcessor, "parse_message"),
        ("decide", TurnProcessor, "predict_next_with_tracker_if_should"),
        ("act", TurnProcessor, "_run_action"),
        ("dialogue, around these", Dialogue, "respond"),
        ("commit", Work, "commit"),
        ("push", Push, "_show"),
        ("noting what was shown", History, "delivered"),
    ):
        parts.watch(part, owner, name)


@contextmanager
def _running(folder: Path, database_url: str, parts: Parts) -> Iterator[str]:
    """The address of the application behind a server of its own, once it answers."""
    from bot.base import logs
    from bot.base.settings import load_settings
    from bot.bootstrap import create_app
    from bot.cli.train import ensure_trained
    from bot.store.base.database import Database

    logs.configure("WARNING")
    ensure_trained()
    limits = dict.fromkeys(("messages_per_minute", "sessions_per_minute"), 1_000_000)
    settings = load_settings(var_dir=folder, database_url=database_url, telegram_bot_token=None, **limits)
    Database(settings.database_url).upgrade()
    _watch(parts)
    app, port = create_app(settings), free_port()
    parts.count_statements(app.state.parts.database.engine)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        if not app.state.parts.turns.ready.wait(_READY_WITHIN_SECONDS):
            raise typer.Exit(1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def _talk(address: str, messages: int) -> Latencies:
    """In a process of its own, so that the customer's time is not ours."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_customer, address, messages).result()


def _customer(address: str, messages: int) -> Latencies:
    async def whole() -> Latencies:
        server = Server("Notouch", address, web_chat, (), Path(os.devnull))
        async with aiohttp.ClientSession() as http:
            return await talk(http, server, conversation(0, messages, questions()), lambda: None)

    return asyncio.run(whole())


def table(cost: Cost) -> Table:
    """By part, in the order of a message's way."""
    shown = Table(title=f"A message, on average of {cost.messages}")
    for number, heading in enumerate(("part", "processor time", "SQL statements")):
        shown.add_column(heading, justify="right" if number else "left")
    for row in rows(cost):
        shown.add_row(*row)
    return shown


def main(
    messages: Annotated[int, typer.Option(help="How many messages are sent, one after the other.")] = 200,
    database_url: Annotated[str, typer.Option(help="An empty PostgreSQL database; a new SQLite file without.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """What a customer's message costs, by part of the product."""
    cost = measure(messages, database_url)
    if as_json:
        print(json.dumps(asdict(cost)))
    else:
        console = Console()
        console.print(table(cost))
        console.print(f"Median from sending to the last reply: {cost.median_latency_ms:.1f} ms")


if __name__ == "__main__":
    typer.run(main)
