"""The command as somebody types it, on a real database."""

import csv
import json
from datetime import date, datetime, timezone
from io import StringIO
from typing import Any, Callable

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from bot.cli.metrics import metrics, period, show
from bot.metrics.registry import METRICS
from bot.metrics.report import report
from bot.store.database import Database

ANSWERED = "message_received question_asked answer_given thanked survey_asked survey_answered=4 conversation_closed"
MARCH = ("--from", "2025-03-01", "--to", "2025-04-01")


@pytest.fixture
def run(database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("COLUMNS", "100")
    app = typer.Typer()
    app.command()(metrics)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_a_table_by_default(run: Callable[..., Any], tell: Callable[..., int]) -> None:
    tell("2025-03-10 10:00", ANSWERED)
    result = run(*MARCH)
    assert result.exit_code == 0
    assert "from 2025-03-01 00:00 to 2025-04-01 00:00 (UTC)" in result.output
    assert [line.split() for line in result.output.splitlines() if "CSAT" in line] == [
        ["CSAT", "100.0%", "1/1", "20.7%", "to", "100.0%"]
    ]
    assert [line.split() for line in result.output.splitlines() if "Wait, median" in line] == [
        ["Wait,", "median", "no", "data"]
    ]


def test_json_and_csv(run: Callable[..., Any], tell: Callable[..., int]) -> None:
    tell("2025-03-10 10:00", ANSWERED)
    (group,) = json.loads(run(*MARCH, "--json", "--by", "channel").output)["groups"]
    rows = list(csv.DictReader(StringIO(run(*MARCH, "--csv", "--by", "day").output)))
    assert (group["group"], group["metrics"]["containment"]["value"]) == ("web", 1.0)
    assert len(rows) == 31 * len(METRICS)
    assert [row["group"] for row in rows if row["metric"] == "csat" and row["value"]] == ["2025-03-10"]


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("--from", "1.3.2025"), "for example 2025-03-31"),
        (("--to", "2025-02-30"), "for example 2025-03-31"),
        (("--from", "2025-03-02", "--to", "2025-03-02"), "must be a day before"),
        (("--by", "weather"), "'channel', 'day', 'language'"),
        (("--json", "--csv"), "not both"),
    ],
)
def test_wrong_options_get_a_sentence_that_helps(run: Callable[..., Any], arguments: list[str], advice: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert advice in " ".join(result.output.replace("│", " ").split())


def test_the_last_30_days_by_default_with_today() -> None:
    today = date(2025, 3, 31)
    assert period(None, None, today) == (_utc(3, 2), _utc(4, 1))
    assert period(None, date(2025, 3, 31), today) == (_utc(3, 1), _utc(3, 31))
    assert period(date(2025, 3, 30), None, today) == (_utc(3, 30), _utc(4, 1))


def _utc(month: int, day: int) -> datetime:
    return datetime(2025, month, day, tzinfo=timezone.utc)


def test_every_group_is_shown_legibly_in_100_columns(database: Database, tell: Callable[..., int]) -> None:
    channels = ["app", "e-mail", "[red]telegram[/red]", "voice", "web"]
    for channel in channels:
        tell("2025-03-10 10:00", f"handoff_requested handoff_accepted=123456 {ANSWERED}", channel)
    console = Console(width=100, record=True, file=StringIO())
    show(report(database, _utc(3, 1), _utc(4, 1), "channel"), console)
    lines = console.export_text().splitlines()
    assert "".join(line for line in lines if "Metric" in line).split() == [
        "Metric", *sorted(channels)[:3], "Metric", *sorted(channels)[3:],
    ]  # fmt: skip
    assert all(len(line) <= 100 and "…" not in line for line in lines)
    assert [line.count("123456 s (n 1)") for line in lines if "Wait, p95" in line] == [3, 2]


def test_no_conversations_in_any_channel(database: Database) -> None:
    console = Console(width=100, record=True, file=StringIO())
    show(report(database, _utc(3, 1), _utc(4, 1), "channel"), console)
    assert "There are none." in console.export_text()
