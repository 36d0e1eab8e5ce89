"""API tokens on the command line."""

import re
from typing import Any, Callable

import pytest
from typer.testing import CliRunner

from bot.base.keys import hashed
from bot.cli import tokens as command
from bot.store.base.database import Database
from bot.store.staff import tokens

Run = Callable[..., Any]


@pytest.fixture
def run(database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("COLUMNS", "120")
    return lambda *words: CliRunner().invoke(command.app, words)


def _made(run: Run, *words: str) -> str:
    found = re.search(r"notouch_[\w-]{40,}", run("add", *words).stdout)
    assert found is not None
    return found[0]


def test_it_is_shown_once_and_valid_until_revoked(run: Run, database: Database) -> None:
    token = _made(run, "dashboards")
    assert token not in run("list").stdout
    with database.read() as tx:
        found = tokens.find(tx, hashed(token))
    assert found is not None
    assert (found.name, found.expires_at) == ("dashboards", None)
    assert "Revoked dashboards." in run("revoke", "dashboards").stdout
    with database.read() as tx:
        assert tokens.find(tx, hashed(token)) is None


def test_its_end_is_so_many_days_away(run: Run, database: Database) -> None:
    _made(run, "report", "--days", "30")
    with database.read() as tx:
        (token,) = tokens.every(tx)
    assert token.expires_at is not None
    assert round((token.expires_at - token.created_at).total_seconds()) == 30 * 86_400


def test_a_name_is_free_again_after_its_token_was_revoked(run: Run) -> None:
    _made(run, "report")
    again = run("add", "report")
    assert again.exit_code == 1
    assert "There is a token called report already" in again.output
    run("revoke", "report")
    _made(run, "report")
    assert re.findall(r"│ (revoked|valid) ", run("list").stdout) == ["revoked", "valid"]


@pytest.mark.parametrize("days", ["0", "-1", "9999999999", "many"])
def test_days_that_make_no_sense_are_refused(run: Run, database: Database, days: str) -> None:
    assert run("add", "report", "--days", days).exit_code == 2
    with database.read() as tx:
        assert tokens.every(tx) == []


def test_what_is_not_there_cannot_be_revoked(run: Run) -> None:
    answer = run("revoke", "nothing")
    assert (answer.exit_code, "`token list` shows all" in answer.output) == (1, True)
    assert run("add", " \x00").exit_code == 1
