"""A year of touchpoints to measure analytics with: many rows of a believable shape, written in minutes.

    .venv/bin/python -m benchmarks.analytics_data sqlite:////tmp/year.db --conversations 1000000

DuckDB makes the rows and its scanners write them, so this must run while nobody else has the SQLite file open. Only
what analytics reads is written: there are no messages and no conversations to open.
"""

import argparse
import time
from pathlib import Path

import duckdb

from bot.store.base.database import Database
from bot.store.schema import touchpoints
from bot.warehouse.scanner import attach

_SQL = Path(__file__).with_name("analytics_data.sql")


def write(url: str, conversations: int) -> None:
    """About ten touchpoints a conversation, an order and a tenth of a phone call for every third."""
    _indexes(url, "drop")
    with duckdb.connect() as connection:
        attach(connection, url, writing=True)
        connection.execute("SELECT setseed(0.5)")
        for statement in connection.extract_statements(_SQL.read_text(encoding="utf-8")):
            connection.execute(statement.query.replace("$conversations", str(conversations)))
    _indexes(url, "create")


def _indexes(url: str, change: str) -> None:
    """Drop or create the indexes of touchpoints: kept up row by row they take most of the time."""
    database = Database(url)
    database.upgrade()
    with database.write() as tx:
        for index in touchpoints.indexes:
            getattr(index, change)(tx)
        if change == "create" and tx.dialect.name == "postgresql":
            for table in ("touchpoints", "orders", "customers", "agents", "merges", "presences"):
                tx.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
    database.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("--conversations", type=int, default=1_000_000)
    asked = parser.parse_args()
    started = time.monotonic()
    write(asked.url, asked.conversations)
    print(f"written in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
