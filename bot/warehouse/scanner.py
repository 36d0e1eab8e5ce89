"""DuckDB's scanners, which read the operational database in bulk. They come as packages, so nothing is fetched.

The one for SQLite brings its own copy of SQLite. Two copies in one process break each other's locks on a file (POSIX
locks are dropped when any descriptor of the file is closed), which can corrupt it: never attach a file that this
process has open through Python. docs/decisions/0007 says more.
"""

from importlib.resources import files

import duckdb

from bot.warehouse.warehouse import Cursor


def attach(cursor: Cursor, url: str, writing: bool = False) -> None:
    """Have the database of that address as `source`."""
    kind = "sqlite" if url.startswith("sqlite") else "postgres"
    _load(cursor, kind)
    address = url.removeprefix("sqlite:///") if kind == "sqlite" else url.replace("postgresql+psycopg2:", "postgresql:")
    options = f"TYPE {kind}" + ("" if writing else ", READ_ONLY")
    cursor.execute(f"ATTACH {_quoted(address)} AS source ({options})")


def _load(cursor: Cursor, kind: str) -> None:
    package = files(f"duckdb_extension_{kind}_scanner")
    path = package / "extensions" / f"v{duckdb.__version__}" / f"{kind}_scanner.duckdb_extension"
    cursor.execute(f"LOAD {_quoted(str(path))}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
