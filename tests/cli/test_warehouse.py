"""`metrics rebuild`, `metrics snapshot` and `metrics parquet`."""

from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.base.clock import now
from bot.cli.app import app
from bot.store.base.database import Database
from bot.store.processes import leases
from bot.store.schema import customers, touchpoints
from bot.warehouse import Warehouse
from bot.warehouse.filler import LEASE

runner = CliRunner()


@pytest.fixture
def known(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """One phone call, in the database of the settings."""
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    about = dict(cause="call", kind="phone_call", at=now(), customer_id=1, channel="phone", language="en")
    with database.write() as tx:
        tx.execute(customers.insert().values(created_at=now()))
        tx.execute(touchpoints.insert().values(**about))
    database.dispose()
    return database


def calls(path: Path) -> int:
    with closing(Warehouse(path, "UTC")) as warehouse:
        (found,) = warehouse.cursor().execute("SELECT count(*) FROM touchpoints").fetchone() or (0,)
    return int(found)


def test_rebuild(known: Database, tmp_path: Path) -> None:
    done = runner.invoke(app, ["metrics", "rebuild"])
    assert (done.exit_code, "made anew" in done.output) == (0, True), done.output
    assert calls(tmp_path / "var" / "analytics.duckdb") == 1
    with known.read() as tx:
        assert leases.held(tx, LEASE) is None


def test_a_running_server_is_left_alone(known: Database) -> None:
    leases.take(known, LEASE, "server", "http://shop.example:8080")
    done = runner.invoke(app, ["metrics", "rebuild"])
    assert done.exit_code == 1
    assert "http://shop.example:8080 keeps the analytics up to date" in " ".join(done.output.split())


def test_snapshot_beside_a_running_server(known: Database, tmp_path: Path) -> None:
    leases.take(known, LEASE, "server", "http://shop.example:8080")
    target = tmp_path / "copy.duckdb"
    assert runner.invoke(app, ["metrics", "snapshot", str(target)]).exit_code == 0
    assert calls(target) == 1
    again = runner.invoke(app, ["metrics", "snapshot", str(target)])
    assert again.exit_code == 1
    assert "is there already" in " ".join(again.output.split())


def test_parquet(known: Database, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "parquet"
    done = runner.invoke(app, ["metrics", "parquet", str(target)])
    assert done.exit_code == 0, done.output
    assert len(list((target / "touchpoints").rglob("*.parquet"))) == 1
    assert [path.name for path in target.parent.iterdir()] == ["parquet"]


def test_what_went_wrong_is_said(tmp_path: Path, known: Database) -> None:
    (tmp_path / "file").write_text("")
    done = runner.invoke(app, ["metrics", "snapshot", str(tmp_path / "file" / "copy.duckdb")])
    assert done.exit_code == 1
    assert "could not be made" in done.output
