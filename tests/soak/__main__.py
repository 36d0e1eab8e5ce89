"""`make soak`: everything is broken for long, and docs/reliability.md says what was lost."""

import os
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Callable, Iterator, Optional

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.base.paths import PROJECT
from tests.soak import (
    backups,
    bot_api,
    clocks,
    damage,
    full_disk,
    killing,
    locking,
    outages,
    report,
    sockets,
    stopping,
    texts,
    updates,
)
from tests.soak.outcome import Outcome
from tests.soak.postgres import Postgres, postgres
from tests.soak.site import Site
from tests.soak.steady import Course, Sample, keep_up

REPORT = PROJECT / "docs" / "reliability.md"
Step = tuple[str, Callable[[], Outcome]]
_console = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Plan:
    kills: int
    restarts: int
    updates: int
    sockets: int
    poison: int
    rate: float
    seconds: float
    shared: bool


def main(
    kills: Annotated[int, typer.Option(help="SIGKILLs, on each database.")] = 200,
    restarts: Annotated[int, typer.Option(help="Restarts of PostgreSQL.")] = 20,
    rate: Annotated[float, typer.Option(help="Messages a second in the steady part.")] = 30,
    minutes: Annotated[float, typer.Option(help="Length of the steady part.")] = 60,
    quick: Annotated[bool, typer.Option("--quick", help="A few minutes of everything.")] = False,
    shared: Annotated[bool, typer.Option(help="The steady part on two processes and PostgreSQL.")] = False,
    only: Annotated[Optional[str], typer.Option(help="One part: kills, sqlite, postgresql, model, steady.")] = None,
    report_to: Annotated[
        Optional[Path], typer.Option(help="Where to write; docs/reliability.md when all runs.")
    ] = None,
) -> None:
    """Break the running product on purpose, for hours, and count what was lost."""
    plan = Plan(kills, restarts, 1000, 200, 500, rate, minutes * 60, shared)
    if quick:
        plan = Plan(3, 2, 100, 40, 100, rate, 180, shared)
    parts: dict[str, Callable[[Plan], list[Outcome]]] = {
        "kills": _kills, "sqlite": _sqlite, "postgresql": _postgresql, "model": _model,
    }  # fmt: skip
    done = {title: run(plan) for title, run in parts.items() if only in (None, title)}
    course = _steady(plan) if only in (None, "steady") else None
    text = report.markdown(done, course)
    _console.print(text, markup=False)
    target = report_to or (REPORT if only is None and not quick else None)
    if target:
        target.write_text(text, encoding="utf-8")
    if not all(outcome.clean for outcomes in done.values() for outcome in outcomes):
        raise typer.Exit(1)


def _kills(plan: Plan) -> list[Outcome]:
    with _folder() as folder, Site(folder) as site:
        return _through([("SIGKILL, SQLite", lambda: killing.kill(site, plan.kills, _console.print))])


def _sqlite(plan: Plan) -> list[Outcome]:
    with _folder() as folder:
        var, clock = folder / "0" / "var", folder / "clock"
        var.mkdir(parents=True)
        clock.write_text("0")
        made = Site(folder, webhook=True, module="tests.soak.shifted", CLOCK_OFF_BY=str(clock))
        with full_disk.small_disk(var) as small, made as site:
            return _through(_on_sqlite(plan, site, folder, small, clock))


def _on_sqlite(plan: Plan, site: Site, folder: Path, small: bool, clock: Path) -> list[Step]:
    return [
        ("updates", lambda: updates.shuffle(site, plan.updates)),
        ("Bot API", lambda: bot_api.trouble(site)),
        ("poison", lambda: texts.poison(site, plan.poison)),
        ("at once", lambda: texts.at_once(site)),
        ("WebSockets", lambda: sockets.drop(site, plan.sockets)),
        ("locked for 3 s", lambda: locking.lock_file(site, 3)),
        ("locked for 60 s", lambda: locking.lock_file(site, 60)),
        ("full disk", lambda: full_disk.fill(site, folder / "0" / "var", small)),
        ("clock", lambda: clocks.set_back(site, clock, 3600)),
        ("backup", lambda: backups.back_up(site, folder)),
        ("SIGTERM", lambda: stopping.terminate(site, 5)),
    ]


def _postgresql(plan: Plan) -> list[Outcome]:
    with _folder() as folder, postgres() as server:
        os.environ["PATH"] = f"{server.programs}:{os.environ['PATH']}"
        with Site(folder, server.new_database("customers"), PROCESSES="2", TURN_DEADLINE_SECONDS="4") as site:
            return _through(_on_postgresql(plan, site, folder, server))


def _on_postgresql(plan: Plan, site: Site, folder: Path, server: Postgres) -> list[Step]:
    return [
        ("restarts", lambda: outages.restart(site, server, plan.restarts)),
        ("hanging turns", lambda: locking.hang(site, 15)),
        ("hanging process", lambda: stopping.freeze(site, 3, 30)),
        ("backup", lambda: backups.back_up(site, folder, server)),
        ("SIGKILL", lambda: killing.kill(site, plan.kills, _console.print)),
    ]


def _model(_plan: Plan) -> list[Outcome]:
    with _folder() as folder:
        return _through([("a damaged model", lambda: damage.damage(folder))])


def _through(steps: list[Step]) -> list[Outcome]:
    """All of them, one after the other; what was found is shown at once."""
    outcomes = []
    for what, run in steps:
        _console.print(f"{what} …", markup=False)
        outcomes.append(run())
        _console.print(report.row(outcomes[-1]), markup=False)
    return outcomes


def _steady(plan: Plan) -> Course:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with _site(plan.shared) as site, Progress(*columns, console=_console) as progress:
        task = progress.add_task("steady", total=int(plan.seconds))

        def show(sample: Sample, course: Course) -> None:
            words = f"{sample.memory / 2**20:.0f} MiB, {sample.handles} handles, {len(course.latencies)} answered"
            progress.update(task, completed=int(sample.moment), description=words)

        return keep_up(site, plan.rate, plan.seconds, show)


@contextmanager
def _site(shared: bool) -> Iterator[Site]:
    with _folder() as folder, ExitStack() as more:
        url = more.enter_context(postgres()).new_database("customers") if shared else ""
        yield more.enter_context(Site(folder, url, PROCESSES="2" if shared else "1"))


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="notouch-soak-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


if __name__ == "__main__":
    typer.run(main)
