"""Two processes share a database: each shows the analytics, and goes on when the one that has them dies."""

from pathlib import Path
from typing import Iterator

import httpx
import pytest

from tests.product import ChatClient, Product
from tests.waiting import until

PASSWORD = "correct horse battery"
# The lease lasts ten seconds; then the other process makes the file of its own.
TAKEN_OVER_SECONDS = 60


@pytest.fixture
def two(tmp_path: Path, postgres_url: str) -> Iterator[tuple[Product, Product]]:
    first, second = (
        Product(tmp_path / name / "var", DATABASE_URL=postgres_url, LOG_LEVEL="WARNING") for name in ("first", "second")
    )
    for product in (first, second):
        product.log.parent.mkdir(parents=True, exist_ok=True)
    first.cli("agent", "add", "Ana", "--role", "admin", "--password-stdin", typed=f"{PASSWORD}\n")
    first.start(wait_until_ready=False)
    second.start()
    yield first, second
    for product in (first, second):
        product.stop()


def analyst(product: Product) -> httpx.Client:
    client = httpx.Client(base_url=product.url, timeout=30)
    assert client.post("/login", data={"name": "Ana", "password": PASSWORD}).status_code == 303
    return client


def shows(client: httpx.Client, conversations: int) -> bool:
    """Does the page of that metric say so?"""
    answer = client.get("/analytics/metrics/conversations?period=7d")
    return answer.status_code == 200 and f'class="big">{conversations}<' in answer.text


def test_both_show_the_same_and_one_takes_over(two: tuple[Product, Product]) -> None:
    first, second = two
    ChatClient(second).send("one", text="how much is delivery")
    for product in two:
        client = analyst(product)
        until(lambda client=client: shows(client, 1), TAKEN_OVER_SECONDS)

    first.kill()
    ChatClient(second).send("two", text="how much is delivery")
    client = analyst(second)
    until(lambda: shows(client, 2), TAKEN_OVER_SECONDS)
