"""One run: both systems trained, started and put under the same load, in turns on the same machine."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from benchmarks import ours, stock, understanding
from benchmarks.chats import ANSWER_WITHIN_SECONDS
from benchmarks.display import Display
from benchmarks.load import Latencies, around, talk, turns_per_second, visits
from benchmarks.messages import CYCLE, conversation, questions
from benchmarks.processes import resident_bytes
from benchmarks.results import Comparison, Measured
from benchmarks.servers import Server
from benchmarks.stock_project import DEFAULT_EPOCHS, project_files
from bot.base.content import project_content

TURNS = (5, 50, 200)
VISIT_TURNS = 10
_WARM_UP_TURNS = 20


@dataclass(frozen=True)
class Plan:
    """How much is measured. The conversations go to both systems; the clients hold their visits at the same time."""

    epochs: int = DEFAULT_EPOCHS
    conversations: int = 8
    clients: int = 16
    visits: int = 4


QUICK = Plan(epochs=1, conversations=2, clients=4, visits=1)


@dataclass(frozen=True)
class _Started:
    server: Server
    ready_seconds: float


def compare(plan: Plan, cache: Path, scratch: Path, retrain: bool, display: Display) -> Comparison:
    """Everything from training to the numbers; `scratch` is an empty folder.

    Raises:
        BenchmarkFailed: one of the systems did not train, start or answer.
    """
    files = project_files(project_content(), plan.epochs)
    project = stock.project_folder(cache, files, plan.epochs)
    with display.step("Training stock Rasa (once for each state of the data)") as step:
        training = stock.ensure_trained(project, files, retrain, step.note)
    with display.step("Training Notouch") as step:
        copy = ours.copy_sources(scratch / "notouch")
        seconds = ours.train(copy, step.note)
    with display.step("Examining both") as step:
        read = understanding.by_stock(project, scratch, step.note), understanding.by_ours()
    sides = (stock.serving(project, scratch), ours.serving(copy))
    theirs, own = asyncio.run(_measure(plan, sides, (training.seconds, seconds), display))
    with display.step("Looking inside Notouch") as step:
        cost = ours.cost(scratch, step.note)
    return Comparison(theirs, own, training, *read, cost)


async def _measure(
    plan: Plan, sides: Sequence[AbstractContextManager[Server]], training: Sequence[float], display: Display
) -> list[Measured]:
    asked = questions()
    timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_SECONDS)
    with ExitStack() as stack:
        async with aiohttp.ClientSession(timeout=timeout) as http:
            started = [await _start(stack.enter_context(side), http, asked, display) for side in sides]
            latencies = await _conversations(plan, [s.server for s in started], http, asked, display)
            rates = [await _parallel(plan, s.server, http, asked, display) for s in started]
            memory = [resident_bytes(s.server.processes) for s in started]
    return [
        Measured(seconds, one.ready_seconds, {turn: around(turn, talks) for turn in TURNS}, rate, rss)
        for seconds, one, talks, rate, rss in zip(training, started, latencies, rates, memory, strict=True)
    ]


async def _start(server: Server, http: aiohttp.ClientSession, asked: list[str], display: Display) -> _Started:
    with display.step(f"Starting {server.name}"):
        ready = await server.first_answer(http, asked[0])
    with display.step(f"Warming up {server.name}", _WARM_UP_TURNS) as step:
        await talk(http, server, conversation(-1, _WARM_UP_TURNS, asked), step.advance)
    return _Started(server, ready)


async def _conversations(
    plan: Plan, servers: Sequence[Server], http: aiohttp.ClientSession, asked: list[str], display: Display
) -> list[list[Latencies]]:
    """By turns, so that whatever else the machine does meets both."""
    length = max(TURNS) + CYCLE // 2
    found: list[list[Latencies]] = [[] for _ in servers]
    with display.step("Long conversations", plan.conversations * len(servers) * length) as step:
        for number in range(plan.conversations):
            for server, latencies in zip(servers, found, strict=True):
                step.note(f"{number + 1} of {plan.conversations}, {server.name}")
                latencies.append(await talk(http, server, conversation(number, length, asked), step.advance))
    return found


async def _parallel(
    plan: Plan, server: Server, http: aiohttp.ClientSession, asked: list[str], display: Display
) -> float:
    load = visits(plan.clients, plan.visits, VISIT_TURNS, asked)
    with display.step(f"Many at a time, {server.name}", plan.clients * plan.visits * VISIT_TURNS) as step:
        return await turns_per_second(http, server, load, step.advance)
