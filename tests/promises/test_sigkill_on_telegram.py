"""Killed while it talks on Telegram: every update becomes one turn, and at most one reply is repeated per kill."""

import random
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import messages
from tests.fakes.telegram_api import FakeTelegram
from tests.product import Product
from tests.waiting import until

CHAT, UPDATES, KILLS = 7, 24, 3


def _states(database: Database) -> list[tuple[str, str]]:
    with database.read() as tx:
        return [tuple(row) for row in tx.execute(sa.select(messages.c.sender, messages.c.state))]


@pytest.mark.timeout(400)
def test_killed_while_talking(tmp_path: Path) -> None:
    chosen = random.Random(3)
    with FakeTelegram() as telegram:
        product = Product(tmp_path / "var", TELEGRAM_BOT_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url)
        product.start()
        database = Database(f"sqlite:///{tmp_path / 'var' / 'notouch.db'}")
        try:
            for part in range(KILLS + 1):
                for number in range(UPDATES // (KILLS + 1)):
                    telegram.customer_says(CHAT, f"how long does delivery take? {part}.{number}")
                if part < KILLS:
                    seen = len(telegram.texts(CHAT))
                    until(lambda seen=seen: len(telegram.texts(CHAT)) > seen, 90)
                    time.sleep(chosen.uniform(0, 0.3))
                    product.kill()
                    product.start(wait_until_ready=False)
            done = [("customer", "handled")] * UPDATES
            until(lambda: [s for s in _states(database) if s[0] == "customer"] == done, 90)
            until(lambda: ("bot", "pending") not in _states(database), 90)
        finally:
            product.kill()
        replies = sum(sender == "bot" for sender, _ in _states(database))
        assert replies <= len(telegram.texts(CHAT)) <= replies + KILLS
