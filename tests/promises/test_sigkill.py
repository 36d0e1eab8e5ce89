"""Acknowledged messages survive SIGKILL: none is lost, none is counted twice, whenever the process dies."""

import random
import threading
import time
from pathlib import Path
from typing import Iterator

import httpx
import pytest
import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import messages, touchpoints
from tests.product import ChatClient, Product
from tests.waiting import until

TURNS, CUSTOMERS, KILLS = 100, 10, 5
QUESTIONS = [
    "how long does delivery take?",
    "how do i return a lamp",
    "blorp fnord",
    "hello",
    "what are your store hours",
]


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    made = Product(tmp_path / "var")
    yield made
    made.kill()


class Sender(threading.Thread):
    """Sends its messages one after the other, each until it is acknowledged, as the widget does."""

    def __init__(self, client: ChatClient, number: int) -> None:
        super().__init__(daemon=True)
        self.client, self.number = client, number
        self.acknowledged: list[int] = []

    def run(self) -> None:
        chosen = random.Random(self.number)
        for turn in range(TURNS // CUSTOMERS):
            text = chosen.choice(QUESTIONS)
            while True:
                try:
                    self.acknowledged.append(self.client.send(f"{turn}", text=text))
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            time.sleep(chosen.uniform(0, 1.5))


def _handled(database: Database) -> int:
    query = sa.select(sa.func.count()).where(messages.c.state == "handled")
    with database.read() as tx:
        return int(tx.execute(query).scalar())


@pytest.mark.timeout(600)
def test_killed_at_random_points_of_a_hundred_turns(product: Product, tmp_path: Path) -> None:
    product.start()
    database = Database(f"sqlite:///{tmp_path / 'var' / 'notouch.db'}")
    senders = [Sender(ChatClient(product), number) for number in range(CUSTOMERS)]
    for sender in senders:
        sender.start()
    chosen = random.Random(11)
    for kill in range(KILLS):
        until(lambda reached=(kill + 1) * TURNS // (KILLS + 3): _handled(database) >= reached, 120)
        time.sleep(chosen.uniform(0, 0.05))
        product.kill()
        product.start(wait_until_ready=False)
    for sender in senders:
        sender.join(120)
    until(lambda: _handled(database) >= TURNS, 120)

    acknowledged = sorted(number for sender in senders for number in sender.acknowledged)
    assert len(acknowledged) == TURNS
    with database.read() as tx:
        stored = tx.execute(sa.select(messages.c.id).where(messages.c.sender == "customer")).scalars()
        assert sorted(stored) == acknowledged
        failed = tx.execute(sa.select(messages.c.id).where(messages.c.state.in_(("new", "set_aside")))).scalars()
        assert list(failed) == []
        facts = tx.execute(sa.select(touchpoints.c.message_id, touchpoints.c.kind)).all()
    received = [message for message, kind in facts if kind == "message_received"]
    assert sorted(received) == acknowledged
    sent = sum(kind == "message_sent" for _, kind in facts)
    replies = [m for sender in senders for m in sender.client.messages() if m["sender"] == "bot"]
    assert len(replies) == sent
    assert len({m["id"] for m in replies}) == sent
    questions = sum(kind == "question_asked" for _, kind in facts)
    assert questions == sum(kind in ("answer_given", "fallback") for _, kind in facts)
