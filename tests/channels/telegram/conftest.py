"""A fake Telegram and a shop beside it."""

from collections.abc import Iterator

import pytest

from bot.base.content import Content
from bot.base.signals import Signals
from bot.store.base.database import Database
from tests.channels.telegram.shop import Shop
from tests.fakes.telegram_api import FakeTelegram


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def shop(database: Database, content: Content, signals: Signals, telegram: FakeTelegram) -> Shop:
    return Shop(database, content, signals, telegram)
