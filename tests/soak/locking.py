"""Somebody else holds locks: an SQLite file locked as a whole, rows locked on PostgreSQL."""

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import Iterator

import sqlalchemy as sa

from tests.soak.outcome import Outcome, examine
from tests.soak.site import Crowd, Site, WebCustomer
from tests.waiting import until

_HOLDER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=60)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
"""


def lock_file(site: Site, seconds: float, web: int = 3, telegram: int = 2) -> Outcome:
    """Another process has the SQLite file for so long, as a backup tool or a person with a client may."""
    refused, began = site.refused, time.monotonic()
    with Crowd(site, web, telegram, messages=4, pause_seconds=0.3):
        path = site.database_url.removeprefix("sqlite:///")
        command = [sys.executable, "-c", _HOLDER, path, str(seconds)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"locked\n"
    took = time.monotonic() - began
    note = f"{site.refused - refused} requests refused meanwhile, all settled {took - seconds:.1f} s after the lock"
    return examine(site, f"SQLite locked by another process for {seconds:g} s", 1, note)


@contextmanager
def dialogues_locked(site: Site, customers: list[WebCustomer]) -> Iterator[None]:
    """Within the block somebody holds the dialogues of these customers: their turns hang when they commit."""
    engine = sa.create_engine(site.database_url, poolclass=sa.pool.NullPool, future=True)
    query = sa.text(
        "SELECT conversation_id FROM dialogues WHERE conversation_id IN "
        "(SELECT conversation_id FROM messages WHERE id IN :numbers) FOR UPDATE"
    ).bindparams(sa.bindparam("numbers", expanding=True))
    with engine.begin() as connection:
        connection.execute(query, {"numbers": [customer.last for customer in customers]})
        yield


def hang(site: Site, seconds: float, stuck: int = 10) -> Outcome:
    """More turns hang than there are workers; everybody else is answered meanwhile."""
    crowd = [WebCustomer(site, number, 0).begin() for number in range(stuck)]
    for customer in crowd:
        customer.says("hello", "first")
    site.settle()
    other = WebCustomer(site, stuck, 0).begin()
    with dialogues_locked(site, crowd):
        began = time.monotonic()
        for customer in crowd:
            customer.says("how long does delivery take?", "stuck")
        other.says("hello", "meanwhile")
        until(lambda: any(message["sender"] == "bot" for message in other.reads()), 60)
        waited = time.monotonic() - began
        time.sleep(max(0, seconds - waited))
    site.settle()
    return examine(site, f"{stuck} turns hang at once", 1, f"another customer was answered after {waited:.1f} s")
