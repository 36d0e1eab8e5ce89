"""The command as somebody types it, on a real database."""

import csv
import json
import re
import subprocess
import sys
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from subprocess import PIPE
from typing import Any, Callable, Iterator

import pytest
from fastapi import FastAPI
from rich.console import Console
from typer.testing import CliRunner

from bot.base.clock import now
from bot.cli.metrics import app, show
from bot.dashboard import api
from bot.metrics.output.export import to_plain
from bot.metrics.registry import METRICS
from bot.store.base.database import Database
from bot.store.processes import leases
from bot.warehouse import open_filled
from bot.warehouse.filler import LEASE
from tests.metrics.conftest import measured
from tests.serving import served

ANSWERED = "message_received question_asked answer_given thanked survey_asked survey_answered=4 conversation_closed"
MARCH = ("--from", "2025-03-01", "--to", "2025-04-01")


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("COLUMNS", "110")
    (tmp_path / "var").mkdir()
    return lambda *arguments: CliRunner().invoke(app, arguments)


@contextmanager
def _held_by_another_process(file: Path) -> Iterator[None]:
    """DuckDB locks its file against other processes, not against our own."""
    code = f"import duckdb; opened = duckdb.connect({str(file)!r}); print('open', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield
        process.communicate("\n")


def _without_time(output: str) -> str:
    return re.sub(r'"as_of": "[^"]*"', "", output)


def _line(output: str, name: str) -> list[str]:
    return next(line.split() for line in output.splitlines() if line.strip().startswith(name))


def test_a_table_by_default(run: Callable[..., Any], tell: Callable[..., int]) -> None:
    tell("2025-03-10 10:00", ANSWERED)
    result = run(*MARCH)
    assert result.exit_code == 0, result.output
    assert "From 2025-03-01 up to, not including, 2025-04-01" in result.output
    assert _line(result.output, "CSAT") == ["CSAT", "100.0%", "1/1", "20.7%", "to", "100.0%"]
    assert _line(result.output, "Wait, median") == ["Wait,", "median", "no", "data"]


def test_what_comes_later_is_there_the_next_time(run: Callable[..., Any], tell: Callable[..., int]) -> None:
    tell("2025-03-10 10:00", ANSWERED)
    assert _line(run(*MARCH).output, "Conversations")[1] == "1"
    tell("2025-03-11 10:00", ANSWERED)
    assert _line(run(*MARCH).output, "Conversations")[1] == "2"


def test_json_and_csv(run: Callable[..., Any], tell: Callable[..., int]) -> None:
    tell("2025-03-10 10:00", ANSWERED)
    (group,) = json.loads(run(*MARCH, "--json", "--by", "channel").output)["groups"]
    rows = list(csv.DictReader(StringIO(run(*MARCH, "--csv", "--by", "day").output)))
    assert (group["group"], group["metrics"]["containment"]["value"]) == ("web", 1.0)
    assert len(rows) == 31 * len(METRICS)
    assert [row["group"] for row in rows if row["metric"] == "csat" and row["value"]] == ["2025-03-10"]


def test_filters_and_chosen_metrics(run: Callable[..., Any], tell: Callable[..., int]) -> None:
    tell("2025-03-10 10:00", ANSWERED, "web", "ko")
    tell("2025-03-10 11:00", ANSWERED, "telegram", "en")
    only = ("--metric", "conversations,csat", "--filter", "channel=web", "--filter", "language=ko")
    (group,) = json.loads(run(*MARCH, "--json", *only).output)["groups"]
    assert {key: one["value"] for key, one in group["metrics"].items()} == {"conversations": 1, "csat": 1.0}


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("--from", "1.3.2025"), "for example 2025-03-31"),
        (("--to", "2025-02-30"), "for example 2025-03-31"),
        (("--from", "2025-03-02", "--to", "2025-03-02"), "Choose a later end"),
        (("--by", "weather"), "There are channel"),
        (("--metric", "joy"), "no metric"),
        (("--filter", "weather=fine"), "is no filter"),
        (("--filter", "channel"), "Write NAME=VALUE"),
        (("--json", "--csv"), "not both"),
    ],
)
def test_wrong_options_get_a_sentence_that_helps(run: Callable[..., Any], arguments: list[str], advice: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert advice in " ".join(result.output.replace("│", " ").split())


def test_the_server_that_has_the_file_answers_with_the_same(
    run: Callable[..., Any], tell: Callable[..., int], database: Database, tmp_path: Path
) -> None:
    tell("2025-03-10 10:00", ANSWERED)
    alone = [run(*MARCH, *how).output for how in ((), ("--csv",), ("--by", "day", "--json"))]
    in_memory = open_filled(database)
    server = FastAPI()
    server.include_router(api.router(database, lambda: in_memory, "UTC"))
    with served(server) as address, _held_by_another_process(tmp_path / "var" / "analytics.duckdb"):
        assert leases.take(database, LEASE, "the server", address)
        asked = [run(*MARCH, *how).output for how in ((), ("--csv",), ("--by", "day", "--json"))]
    assert [_without_time(output) for output in asked] == [_without_time(output) for output in alone]


def test_it_says_what_to_do_when_nobody_can_answer(run: Callable[..., Any], tmp_path: Path) -> None:
    assert run(*MARCH).exit_code == 0
    with _held_by_another_process(tmp_path / "var" / "analytics.duckdb"):
        result = run(*MARCH)
    assert result.exit_code == 1
    assert "start the server" in " ".join(result.output.split())


def test_every_group_is_shown_legibly_in_100_columns(database: Database, tell: Callable[..., int]) -> None:
    channels = ["app", "e-mail", "[red]telegram[/red]", "voice", "web"]
    for channel in channels:
        tell("2025-03-10 10:00", f"handoff_requested handoff_accepted=123456 {ANSWERED}", channel)
    console = Console(width=100, record=True, file=StringIO())
    day = now().date().replace(2025, 3, 10)
    show(to_plain(measured(database, day, day.replace(day=11), "channel")), console)
    lines = console.export_text().splitlines()
    assert "".join(line for line in lines if "Metric" in line).split() == [
        "Metric", *sorted(channels)[:3], "Metric", *sorted(channels)[3:],
    ]  # fmt: skip
    assert all(len(line) <= 100 and "…" not in line for line in lines)
    assert [line.count("1 d 10 h (n 1)") for line in lines if line.strip().startswith("Wait, p95")] == [3, 2]
