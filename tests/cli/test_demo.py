"""`demo`: fills an empty database, offers itself, and leaves one alone that is in use."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.app import app
from bot.services.passwords import verify
from bot.store.base.database import Database
from bot.store.staff import agents


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", "1")
    return Database(f"sqlite:///{tmp_path / 'notouch.db'}")


def demo() -> Result:
    return CliRunner().invoke(app, ["demo", "--days", "14", "--touchpoints", "1000"])


def _touchpoints(database: Database) -> int:
    with database.read() as tx:
        return int(tx.execute(sa.text("SELECT count(*) FROM touchpoints")).scalar())


def test_it_fills_a_database_once(database: Database) -> None:
    done = demo()
    assert done.exit_code == 0, done.output
    before = _touchpoints(database)
    assert before > 500
    again = demo()
    assert again.exit_code == 1
    assert "nothing was made up" in again.output
    assert _touchpoints(database) == before


def test_the_first_log_in_is_printed_and_nobody_can_be_one_of_the_team(database: Database) -> None:
    assert "password" in demo().output
    with database.read() as tx:
        known = {agent.name: agents.password_hash(tx, agent.name) for agent in agents.every(tx)}
    assert "agent" in known
    assert "Maya Chen" in known
    assert not any(verify(hashed, "!") or verify(hashed, "") for hashed in known.values())


def test_it_does_not_write_beside_a_server(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        monkeypatch.setenv("PORT", str(server.server_port))
        Thread(target=server.handle_request, daemon=True).start()
        refused = demo()
    assert refused.exit_code == 1
    assert "Stop it first" in refused.output
