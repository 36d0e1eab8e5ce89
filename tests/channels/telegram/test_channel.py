"""The channel's connection: how it begins, what it survives."""

import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Iterator

import pytest
from structlog.testing import capture_logs

from bot.base.content import Content
from bot.store.base.database import Database
from bot.store.processes import leases
from tests.channels.telegram.shop import Shop, eventually
from tests.conftest import listening
from tests.fakes.telegram_api import FakeTelegram

ANN = 7


def test_a_wrong_token_is_reported_without_the_token_and_stops_nothing(shop: Shop, telegram: FakeTelegram) -> None:
    wrong = "987654321:NotTheToken"
    shop.customer(ANN)
    with capture_logs() as logs, shop.open(telegram_bot_token=wrong):
        shop.replies(ANN, "hello")
        eventually(lambda: shop.transcript(ANN)[0].attempts)
        eventually(lambda: any("TELEGRAM_BOT_TOKEN" in entry["event"] for entry in logs))
    assert wrong not in str(logs)
    assert shop.states(ANN) == ["pending"]


def test_a_network_that_fails_at_the_start_is_reported_and_overcome(shop: Shop, telegram: FakeTelegram) -> None:
    telegram.fail("getMe", None)
    telegram.fail("deleteWebhook", 500)
    telegram.customer_says(ANN, "hello")
    with capture_logs() as logs, shop.open():
        telegram.wait_until_taken()
    assert shop.said(ANN) == ["hello"]
    warnings = [entry["event"] for entry in logs if entry["log_level"] == "warning"]
    assert len(warnings) == 2
    assert all(telegram.url in warning for warning in warnings)


def test_polling_goes_on_after_errors(shop: Shop, telegram: FakeTelegram) -> None:
    telegram.fail("getUpdates", 429, retry_after=1)
    telegram.fail("getUpdates", None)
    telegram.customer_says(ANN, "hello")
    with shop.open():
        telegram.wait_until_taken()
    assert shop.said(ANN) == ["hello"]


def test_polling_takes_the_place_of_a_webhook(shop: Shop, telegram: FakeTelegram) -> None:
    telegram.api.webhook = {"url": "http://127.0.0.1:9/old", "secret_token": ""}
    telegram.customer_says(ANN, "hello")
    with shop.open():
        telegram.wait_until_taken()
    assert telegram.api.webhook is None
    assert shop.said(ANN) == ["hello"]


def test_another_product_that_polls_with_the_same_token_is_reported(
    shop: Shop, telegram: FakeTelegram, tmp_path: Path
) -> None:
    elsewhere = replace(shop, database=Database(f"sqlite:///{tmp_path / 'elsewhere.db'}"))
    elsewhere.database.upgrade()
    with capture_logs() as logs, shop.open():
        telegram.wait_until(lambda: telegram.calls("getUpdates"))
        with elsewhere.open():
            eventually(lambda: any("stop the other process" in entry["event"] for entry in logs))


def test_a_message_stays_at_telegram_until_the_database_is_back(
    shop: Shop, telegram: FakeTelegram, tmp_path: Path
) -> None:
    shop.database = Database(f"sqlite:///{tmp_path / 'away.db'}")
    telegram.customer_says(ANN, "a private matter")
    with capture_logs() as logs, shop.open():
        eventually(lambda: any("check DATABASE_URL" in entry["event"] for entry in logs))
        assert len(telegram.api.updates) == 1
        shop.database.upgrade()
        telegram.wait_until_taken()
    assert shop.said(ANN) == ["a private matter"]
    assert "a private matter" not in str(logs)
    shop.database.dispose()


def test_a_restart_takes_no_message_twice(shop: Shop, telegram: FakeTelegram) -> None:
    telegram.customer_says(ANN, "hello")
    (update,) = telegram.api.updates
    with shop.open():
        telegram.wait_until_taken()
    telegram.deliver(update)
    telegram.customer_says(ANN, "again")
    with shop.open():
        telegram.wait_until_taken()
    assert shop.said(ANN) == ["hello", "again"]


@pytest.fixture
def two(postgres_url: str, content: Content, telegram: FakeTelegram) -> Iterator[tuple[Shop, Shop]]:
    """Two processes on one database."""
    with ExitStack() as opened:
        databases = [opened.enter_context(closing_database(Database(postgres_url))) for _ in range(2)]
        first, second = (Shop(database, content, database.signals, telegram) for database in databases)
        yield first, second


@contextmanager
def closing_database(database: Database) -> Iterator[Database]:
    with listening(database):
        yield database
    database.dispose()


def test_of_two_processes_one_speaks_with_telegram(two: tuple[Shop, Shop], telegram: FakeTelegram) -> None:
    first, second = two
    with capture_logs() as logs, first.open():
        telegram.wait_until(lambda: telegram.calls("getUpdates"))
        with second.open():
            telegram.customer_says(ANN, "hello")
            telegram.wait_until_taken()
            first.replies(ANN, "one")
            second.replies(ANN, "two")
            telegram.wait_for_message(ANN, containing="two")
            eventually(lambda: first.states(ANN)[1:] == ["sent", "sent"])
    assert telegram.texts(ANN) == ["one", "two"]
    assert not [entry for entry in logs if "Conflict" in str(entry) or entry["log_level"] == "warning"]


def test_the_other_process_goes_on_where_the_first_one_stops(two: tuple[Shop, Shop], telegram: FakeTelegram) -> None:
    first, second = two
    with ExitStack() as running:
        with first.open():
            telegram.wait_until(lambda: telegram.calls("getUpdates"))
            running.enter_context(second.open())
            telegram.customer_says(ANN, "hello")
            telegram.wait_until_taken()
        telegram.customer_says(ANN, "again")
        telegram.wait_until_taken()
        second.replies(ANN, "here")
        telegram.wait_for_message(ANN, containing="here")
    assert second.said(ANN) == ["hello", "again"]


def test_who_can_not_renew_the_lease_stops_sending(
    two: tuple[Shop, Shop], telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a process lost the database: what is written meanwhile is another one's to deliver."""
    shop, _ = two
    shop.customer(ANN)
    with capture_logs() as logs, shop.open():
        shop.replies(ANN, "one")
        telegram.wait_for_message(ANN, containing="one")
        monkeypatch.setattr(leases, "take", lambda *_: 1 / 0)
        eventually(lambda: any("this one waits" in entry["event"] for entry in logs))
        shop.replies(ANN, "two")
        time.sleep(0.5)
        assert telegram.texts(ANN) == ["one"]
        monkeypatch.undo()
        telegram.wait_for_message(ANN, containing="two")
