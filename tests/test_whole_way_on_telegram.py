"""The main job on Telegram: the real process and the real library against a stand-in for Telegram's servers."""

import json
import re
from pathlib import Path
from typing import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.fakes.telegram_api import FakeTelegram
from tests.product import Product
from tests.waiting import until

ANN = 4711
PASSWORD = "correct horse battery"


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def product(telegram: FakeTelegram, tmp_path: Path) -> Iterator[Product]:
    made = Product(tmp_path / "var", TELEGRAM_BOT_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url)
    made.cli("db", "upgrade")
    made.cli("agent", "add", "Mina", "--password-stdin", typed=f"{PASSWORD}\n")
    made.start()
    yield made
    made.stop()


class AgentOverHttp:
    """Mina at the console, by plain forms."""

    def __init__(self, product: Product) -> None:
        self.http = httpx.Client(
            base_url=product.url, follow_redirects=True, headers={"Origin": product.url}, timeout=20
        )
        self.http.post("/login", data={"name": "Mina", "password": PASSWORD})

    def does(self, what: str, conversation: int, **fields: str) -> None:
        page = self.http.get(f"/console/conversations/{conversation}").text
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token, page
        answer = self.http.post(f"/console/conversations/{conversation}/{what}", data={"csrf": token[1], **fields})
        assert answer.status_code == 200, answer.text

    def waiting(self) -> list[int]:
        found = re.findall(r"/console/conversations/(\d+)/accept", self.http.get("/console").text)
        return sorted({int(number) for number in found})


def test_answered_rated_and_handed_over_on_telegram(telegram: FakeTelegram, product: Product) -> None:
    telegram.customer_says(ANN, "/start")
    telegram.wait_for_message(ANN, containing="Fernwood Home")
    telegram.customer_says(ANN, "how long does normal delivery take?")
    telegram.wait_for_message(ANN, containing="3 to 5 working days")
    telegram.wait_for_message(ANN, containing="Did this help?")
    telegram.presses(ANN, "Yes")
    telegram.wait_for_message(ANN, containing="from 1")
    telegram.presses(ANN, "4")
    telegram.wait_for_message(ANN, containing="Thank you for the 4!")
    telegram.customer_says(ANN, "nice and quick")
    telegram.wait_for_message(ANN, containing="passed that on")
    telegram.customer_says(ANN, "i need to talk to a person")
    telegram.wait_for_message(ANN, containing="in the queue")

    mina = AgentOverHttp(product)
    (conversation,) = until(mina.waiting)
    mina.does("accept", conversation)
    telegram.wait_for_message(ANN, containing="Mina has joined")
    mina.does("reply", conversation, text="Hello Ann, Mina here.", client_id=str(uuid4()))
    telegram.wait_for_message(ANN, containing="Hello Ann, Mina here.")
    mina.does("resolve", conversation)
    telegram.wait_for_message(ANN, containing="has ended")

    until(lambda: _groups(product) == ["telegram"])
    assert telegram.token not in product.log.read_text()


def _groups(product: Product) -> list[str]:
    """The channels that the metrics know; the analytics follow within seconds."""
    return [one["group"] for one in json.loads(product.cli("metrics", "--json", "--by", "channel"))["groups"]]
