"""Copies of the operational database, made while the product runs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Callable, Iterator

import sqlalchemy as sa

# How many of so many parts are copied; PostgreSQL's dump does not say how many there are.
Progress = Callable[[int, int], None]

_PAGES_AT_ONCE = 2000
_CLIENT = (
    "Install PostgreSQL's client programs of the server's version or newer (Debian: postgresql-client), or run "
    "pg_dump --format=custom on the database's machine."
)


class BackupFailed(Exception):
    """There is no backup. The message says why, and what to do."""


def back_up(url: str, file: Path, progress: Progress) -> None:
    """Write everything that is committed now into a new file: an SQLite database, or an archive for pg_restore.

    The file appears when it is complete. Whatever is written meanwhile is not in it.

    Raises:
        BackupFailed
    """
    copy = _copy_sqlite if url.startswith("sqlite") else _dump_postgresql
    with _new_file(file) as unfinished:
        copy(sa.engine.make_url(url), unfinished, progress)


@contextmanager
def _new_file(file: Path) -> Iterator[Path]:
    if file.exists():
        raise BackupFailed(f"{file} exists already; give another name, or remove it first.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        file.absolute().parent.mkdir(parents=True, exist_ok=True)
        # Customers' words are in it: nobody else on the machine may read it.
        unfinished.touch(0o600)
        yield unfinished
        _write_through(unfinished)
        os.replace(unfinished, file)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"The backup could not be written to {file}: {error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _write_through(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())


def _copy_sqlite(url: sa.engine.URL, file: Path, progress: Progress) -> None:
    source_file = Path(url.database or "")
    if not source_file.exists():
        raise BackupFailed(f"There is no database at {source_file}; is VAR_DIR or DATABASE_URL set as for the server?")
    with closing(sqlite3.connect(source_file)) as source, closing(sqlite3.connect(file)) as target:
        # One reading transaction over the whole copy: it is of one moment, and writers need not wait.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(target, pages=_PAGES_AT_ONCE, progress=lambda _, left, total: progress(total - left, total))
        found = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        # A single file, without a log beside it.
        target.execute("PRAGMA journal_mode = DELETE")
    if found != "ok":
        raise BackupFailed(f"The database is damaged ({found}); restore the newest backup that is whole.")


def _dump_postgresql(url: sa.engine.URL, file: Path, progress: Progress) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupFailed(f"pg_dump is needed and not installed here. {_CLIENT}")
    # Not among the arguments, which everybody on the machine can read.
    environment = {**os.environ, "PGPASSWORD": url.password} if url.password else dict(os.environ)
    address = sa.engine.URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    command = [program, "--format=custom", "--no-owner", f"--file={file}", f"--dbname={address}"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as dump:
        assert dump.stderr is not None
        while dump.poll() is None:
            progress(file.stat().st_size, 0)
            _pause(dump)
        said = dump.stderr.read().strip()
    if dump.returncode:
        remedy = f" {_CLIENT}" if "version mismatch" in said else ""
        raise BackupFailed(f"pg_dump failed, and there is no backup. It says: {said}{remedy}")


def _pause(dump: "subprocess.Popen[str]") -> None:
    try:
        dump.wait(0.2)
    except subprocess.TimeoutExpired:
        return
