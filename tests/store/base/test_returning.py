"""An SQLite that is too old is named, with what to do."""

import sqlite3

import pytest

from bot.base.settings import SettingsError
from bot.store.base.database import Database


def test_an_sqlite_that_is_too_old_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(SettingsError, match=r"3\.35 or newer is needed.*PostgreSQL"):
        Database("sqlite://")
