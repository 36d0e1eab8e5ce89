"""The connection to the database, with the settings that keep acknowledged messages safe."""

import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Optional

import sqlalchemy as sa
import structlog
from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError

from bot.base.signals import Announcement, Signals
from bot.store.base import returning
from bot.store.base.announcements import notify, together

Connection = Any  # SQLAlchemy 1.4 has no types

log = structlog.get_logger()

_MIGRATIONS = Path(__file__).parents[1] / "migrations"
# A connection to PostgreSQL that was in use so lately is taken to be alive.
_TRUSTED_SECONDS = 1.0
# Pooled connections wander between threads, one at a time; a writer waits for the lock up to so many seconds.
_SQLITE = {"check_same_thread": False, "timeout": 15}


class Database:
    """One engine. `read()` for looking, `write()` for one short transaction that is committed as a whole.

    `signals` hears what its transactions announce. `shared` is true where several processes may work on it.
    """

    def __init__(self, url: str, signals: Optional[Signals] = None) -> None:
        self.url = url
        self.signals = signals or Signals()
        self.shared = not url.startswith("sqlite")
        self.engine = _postgresql(url) if self.shared else _sqlite(url)
        self._writing = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, which may announce what it changes. On SQLite it holds the one write lock: keep it short.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: nothing was written; the database is away, or busy for too long.
        """
        announced: list[Announcement] = []
        with self._turn(), self.engine.connect() as connection:
            with connection.execution_options(writing=True, announced=announced).begin():
                yield connection
                if announced and self.shared:
                    notify(connection, together(announced))
            if announced and not self.shared:
                self.signals.publish(together(announced))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One writer after another where the database has only one: waiting here costs nothing, and keeps the order.

        It is held until what was announced is told, so that it is told in the order of commits.
        """
        if self.shared:
            yield
            return
        if not self._writing.acquire(timeout=_SQLITE["timeout"]):
            raise sa.exc.TimeoutError("The database is busy: another program holds its lock for too long.")
        try:
            yield
        finally:
            self._writing.release()

    def upgrade(self) -> None:
        """Bring the tables to the newest version; safe to repeat, and when several servers do it together.

        Tables of a later version stay as they are: the version before it works with them (CONTRIBUTING.md).
        """
        try:
            command.upgrade(alembic_config(self.url), "head")
        except CommandError as error:
            if "Can't locate revision" not in str(error):
                raise
            log.warning("the database is of a later version already; it is left as it is", reason=str(error))

    def dispose(self) -> None:
        self.engine.dispose()


def alembic_config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["url"] = url
    return config


# Parameters are hidden from error messages: what customers wrote is among them.
def _sqlite(url: str) -> Any:
    path = sa.engine.make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    pool = dict(poolclass=sa.pool.QueuePool, pool_size=20)
    engine = sa.create_engine(url, future=True, connect_args=_SQLITE, hide_parameters=True, **pool)
    returning.teach(engine)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver would begin transactions of its own, too late to lock; _begin_sqlite begins them instead.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer midway may fail, however long it waits.
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgresql(url: str) -> Any:
    engine = sa.create_engine(url, future=True, hide_parameters=True, pool_size=10, max_overflow=20)
    sa.event.listen(engine, "connect", _prepare_postgresql)
    sa.event.listen(engine, "checkout", _see_that_it_lives)
    sa.event.listen(engine, "checkin", _note_use)
    return engine


def _see_that_it_lives(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that was idle before it is used; asking every time would double the way to the database."""
    if time.monotonic() - record.info.get("used_at", 0.0) < _TRUSTED_SECONDS:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        # The pool makes a new one then.
        raise sa.exc.DisconnectionError from error


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used_at"] = time.monotonic()


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    # Neither somebody who holds locks nor a process that hangs with a transaction may stop the others for ever.
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '60s'")
    connection.commit()
