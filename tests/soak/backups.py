"""A backup made while customers write, and the product started from it."""

import subprocess
import time
from pathlib import Path
from typing import Optional

import sqlalchemy as sa

from tests.product import Product
from tests.soak.outcome import Outcome, examine
from tests.soak.postgres import Postgres
from tests.soak.site import Crowd, Site, WebCustomer


def back_up(site: Site, folder: Path, server: Optional[Postgres] = None) -> Outcome:
    """`lost` counts messages acknowledged before the backup began that the restored product does not have."""
    copy = folder / ("backup.dump" if server else "backup.db")
    with Crowd(site, web=3, telegram=3, messages=5, pause_seconds=0.3) as crowd:
        time.sleep(0.5)
        known, began = set(site.acknowledged), time.monotonic()
        site.product.cli("backup", str(copy))
        took = time.monotonic() - began
    url = _restored(copy, folder, server)
    outcome = examine(site, "Backup while customers write, and restore", 1, f"the backup took {took:.1f} s")
    outcome.lost += len(known - _stored(url))
    _goes_on(Product(folder / "restored" / "var", DATABASE_URL=url), crowd.web[0])
    return outcome


def _restored(copy: Path, folder: Path, server: Optional[Postgres]) -> str:
    """As docs/operation.md says."""
    (folder / "restored" / "var").mkdir(parents=True)
    if server is None:
        target = folder / "restored" / "var" / "notouch.db"
        target.write_bytes(copy.read_bytes())
        return f"sqlite:///{target}"
    url = server.new_database("restored")
    subprocess.run([server.programs / "pg_restore", "--no-owner", f"--dbname={url}", copy], check=True)
    return url


def _stored(url: str) -> set[int]:
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool, future=True)
    with engine.connect() as connection:
        return set(connection.execute(sa.text("SELECT id FROM messages")).scalars())


def _goes_on(restored: Product, customer: WebCustomer) -> None:
    """A customer of before the backup is known to the restored product, which takes another message."""
    restored.start(wait_until_ready=False)
    try:
        answer = customer.http.get(f"{restored.url}/chat/messages")
        assert answer.json()[0]["sender"] == "customer"
        sent = customer.http.post(f"{restored.url}/chat/messages", json={"client_id": "restored", "text": "hello"})
        assert sent.status_code == 202, sent.text
    finally:
        restored.kill()
