"""The channel's connection: how it begins, what it survives."""

from pathlib import Path

from structlog.testing import capture_logs

from bot.store.database import Database
from tests.channels.telegram.shop import Shop, eventually
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


def test_two_that_poll_with_one_token_is_reported(shop: Shop, telegram: FakeTelegram) -> None:
    with capture_logs() as logs, shop.open():
        telegram.wait_until(lambda: telegram.calls("getUpdates"))
        with shop.open():
            eventually(lambda: any("stop the other process" in entry["event"] for entry in logs))


def test_a_message_stays_at_telegram_until_the_database_is_back(
    shop: Shop, telegram: FakeTelegram, tmp_path: Path
) -> None:
    shop.database = Database(f"sqlite:///{tmp_path / 'away.db'}")
    telegram.customer_says(ANN, "a private matter")
    with capture_logs() as logs, shop.open():
        eventually(lambda: any("OperationalError" in entry["event"] for entry in logs))
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
