"""Looking at merges of customers, and undoing one."""

import pytest
from typer.testing import CliRunner

from bot.cli import customers
from bot.services import merging
from bot.store.base.database import Database
from bot.store.customers import identities, merges

_REASON = "named in one row [of] an import"


@pytest.fixture(autouse=True)
def merged(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url)
    with database.write() as tx:
        merging.merge(tx, *identities.add_customers(tx, 2), _REASON)


def test_merges_are_shown_with_their_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    # The console took its width from wherever the tests were started.
    monkeypatch.setattr(customers._out, "width", 200)
    shown = CliRunner().invoke(customers.app, ["merges"]).stdout
    assert _REASON in shown
    assert "yes" in shown


def test_a_merge_is_undone_once(database: Database) -> None:
    assert "Merge 1 is undone" in CliRunner().invoke(customers.app, ["undo", "1"]).stdout
    with database.read() as tx:
        assert merges.roots(tx, [2]) == {2: 2}
    again = CliRunner().invoke(customers.app, ["undo", "1"])
    assert (again.exit_code, "undone already" in again.stderr) == (1, True)
