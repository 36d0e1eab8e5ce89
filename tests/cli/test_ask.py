"""`python -m bot ask`."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli.app import app
from bot.cli.ask import show
from tests.fakes.assistant import Assistant


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dialogue: Any) -> Any:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(app, ["ask", *arguments])


def test_it_prints_json(run: Any) -> None:
    result = run("반품하고 싶어요 FH-204518", "--json")
    assert result.exit_code == 0, result.output
    asked = json.loads(result.stdout)
    assert asked["language"] == "ko"
    assert asked["entities"][0]["value"] == "FH-204518"
    assert asked["replies"][0]["text"]
    assert {"label", "confidence", "decision", "sentiment", "milliseconds"} <= asked.keys()


def test_nothing_to_ask_is_said_plainly(run: Any) -> None:
    result = run("\x00 ")
    assert result.exit_code == 1
    assert "The message is empty." in result.output


def test_an_unknown_language_is_refused_with_the_known_ones(run: Any) -> None:
    result = run("hello", "--lang", "fr")
    assert result.exit_code == 2
    assert "en, ko" in result.output


def test_the_table_shows_everything_as_it_was_typed() -> None:
    out = Console(file=io.StringIO(), width=100)
    show(Assistant()("[bold]where[/bold] is it"), out)
    printed = out.file.getvalue()  # type: ignore[attr-defined]
    shown = ("[bold]where[/bold]", "[Delivery times]", "faq/delivery_period", "87%", "ask_back", "track_order")
    for part in (*shown, "order_number: FH-204518", "-0.34", "en", "4.2 ms"):
        assert part in printed
