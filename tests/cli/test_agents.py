"""People who may log in: made, listed, given another role, disabled."""

from typing import Any, Callable

import pytest
from typer.testing import CliRunner

from bot.cli import agents as command
from bot.staff.auth import Sessions
from bot.store.base.database import Database
from bot.store.base.records import Agent
from bot.store.staff import agents

PASSWORD = "correct horse battery"
Run = Callable[..., Any]


@pytest.fixture
def run(database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("COLUMNS", "120")
    return lambda *words, typed="": CliRunner().invoke(command.app, words, input=typed)


def _only(database: Database) -> Agent:
    with database.read() as tx:
        (agent,) = agents.every(tx)
    return agent


def test_without_a_role_it_is_an_agent(run: Run, database: Database) -> None:
    assert "Made agent Ada." in run("add", "Ada").stdout
    assert (_only(database).role, _only(database).reads_transcripts) == ("agent", False)


def test_the_generated_password_opens_the_log_in(run: Run, database: Database) -> None:
    password = run("add", "Ada", "--role", "admin").stdout.split("not shown again: ")[1].strip()
    assert Sessions(database).authenticate("Ada", password) == _only(database)
    assert _only(database).role == "admin"


def test_a_password_from_standard_input_is_not_printed(run: Run, database: Database) -> None:
    answer = run("add", "Ada", "--password-stdin", typed=f"{PASSWORD}\n")
    assert PASSWORD not in answer.output
    assert Sessions(database).authenticate("Ada", PASSWORD) == _only(database)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "Ada"), "There is an agent called Ada already."),
        (("add", "Ada\x00 "), "There is an agent called Ada already."),
        (("add", " \x00"), "A name is needed."),
        (("add", "Bob", "--role", "owner"), "'owner' is not one of"),
        (("role", "Bob", "admin"), "There is no agent called Bob"),
        (("disable", "Bob"), "There is no agent called Bob"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, database: Database, words: tuple[str, ...], sentence: str) -> None:
    run("add", "Ada")
    before = _only(database)
    answer = run(*words)
    assert answer.exit_code != 0
    assert sentence in answer.output
    assert _only(database) == before


def test_a_short_password_is_refused(run: Run, database: Database) -> None:
    assert run("add", "Ada", "--password-stdin", typed="short\n").exit_code == 1
    with database.read() as tx:
        assert agents.every(tx) == []


def test_a_role_is_changed_and_the_right_kept_unless_said(run: Run, database: Database) -> None:
    run("add", "Ada", "--role", "analyst", "--transcripts")
    steps = {
        ("supervisor",): ("supervisor", True, "reads transcripts"),
        ("analyst",): ("analyst", True, "reads transcripts"),
        ("analyst", "--no-transcripts"): ("analyst", False, "does not read transcripts"),
        ("agent",): ("agent", False, "reads transcripts"),
    }
    for words, (role, reads, said) in steps.items():
        assert said in run("role", "Ada", *words).stdout
        assert (_only(database).role, _only(database).reads_transcripts) == (role, reads)


def test_the_list_shows_role_right_and_state(run: Run) -> None:
    run("add", "Ada", "--role", "analyst")
    run("add", "Bob", "--role", "analyst", "--transcripts")
    run("add", "Cyd")
    run("disable", "Cyd")
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in run("list").stdout.splitlines()]
    assert [row[:4] for row in rows if len(row) == 5] == [
        ["Ada", "analyst", "no", "active"],
        ["Bob", "analyst", "yes", "active"],
        ["Cyd", "agent", "yes", "disabled"],
    ]
