"""Updates that Telegram brings: only with the secret, and 200 only for what is stored."""

from pathlib import Path
from typing import Any, Optional

import httpx
import pytest
from structlog.testing import capture_logs

from bot.store.base.database import Database
from tests.channels.telegram.shop import SECRET, Shop, eventually
from tests.fakes.telegram_api import FakeTelegram

ANN = 7


def post(url: str, secret: Optional[bytes] = SECRET.encode(), **body: Any) -> int:
    headers = {} if secret is None else {b"X-Telegram-Bot-Api-Secret-Token": secret}
    return httpx.post(url, headers=headers, trust_env=False, **body).status_code


def hello(message_id: int = 1) -> dict[str, Any]:
    user = {"id": ANN, "is_bot": False, "first_name": "Ann"}
    message = {"message_id": message_id, "date": 1, "chat": {"id": ANN, "type": "private"}, "from": user}
    return {"update_id": 1, "message": message | {"text": "hello"}}


@pytest.mark.parametrize("secret", [None, b"", b"wrong", SECRET[:-1].encode(), SECRET.upper().encode(), b"\xff\xfe"])
def test_without_the_secret_nothing_is_taken(shop: Shop, secret: Optional[bytes]) -> None:
    with shop.open_with_webhook() as url:
        assert post(url, secret, json=hello()) == 403
        assert post(url, secret, content=b"not JSON") == 403
    assert shop.transcript(ANN) == []


def test_a_message_is_stored_when_it_is_acknowledged(shop: Shop) -> None:
    with shop.open_with_webhook() as url:
        assert post(url, json=hello()) == 200
        assert shop.said(ANN) == ["hello"]


@pytest.mark.parametrize(("body", "status"), [(b"not JSON", 400), (b"[]", 400), (b"{}", 200), (b'{"message": 5}', 200)])
def test_nonsense_with_the_secret_is_not_brought_for_ever(shop: Shop, body: bytes, status: int) -> None:
    with shop.open_with_webhook() as url:
        assert post(url, content=body) == status


def test_while_polling_the_webhook_takes_nothing(shop: Shop) -> None:
    with shop.open() as url:
        assert post(url + "/telegram/webhook", b"", json=hello()) == 403


def test_telegram_is_told_where_and_with_what_secret(shop: Shop, telegram: FakeTelegram) -> None:
    with shop.open_with_webhook() as url:
        telegram.wait_until(lambda: telegram.calls("setWebhook"))
    (told,) = telegram.calls("setWebhook")
    assert (told["url"], told["secret_token"]) == (url, SECRET)
    assert set(told["allowed_updates"]) == {"message", "edited_message", "callback_query", "my_chat_member"}
    assert telegram.calls("getUpdates") == []


def test_the_whole_way_through_a_webhook(shop: Shop, telegram: FakeTelegram) -> None:
    with shop.open_with_webhook():
        telegram.customer_says(ANN, "hello")
        telegram.wait_until_taken()
        shop.replies(ANN, "Did this help?", "Yes")
        telegram.wait_for_message(ANN, containing="Did this help?")
        assert telegram.wait_for_answer(telegram.presses(ANN, "Yes")) is None
    assert shop.said(ANN) == ["hello", "Yes"]


def test_an_update_brought_twenty_times_at_once_is_one_message(shop: Shop, telegram: FakeTelegram) -> None:
    with shop.open_with_webhook():
        telegram.customer_says(ANN, "hello", times=20)
        telegram.wait_until_taken()
    assert shop.said(ANN) == ["hello"]
    assert telegram.postman.answers == [200] * 20


def test_an_update_that_cannot_be_stored_is_brought_again(shop: Shop, telegram: FakeTelegram, tmp_path: Path) -> None:
    shop.database = Database(f"sqlite:///{tmp_path / 'away.db'}")
    with capture_logs() as logs, shop.open_with_webhook():
        telegram.customer_says(ANN, "a private matter")
        eventually(lambda: 503 in telegram.postman.answers)
        shop.database.upgrade()
        telegram.wait_until_taken()
    assert shop.said(ANN) == ["a private matter"]
    assert "a private matter" not in str(logs)
    shop.database.dispose()


def test_a_refused_webhook_is_reported_and_replies_still_go_out(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    telegram.fail("setWebhook", 400, times=1000)
    with capture_logs() as logs, shop.open_with_webhook():
        shop.replies(ANN, "hello")
        telegram.wait_for_message(ANN, containing="hello")
        eventually(lambda: any("Telegram refuses" in entry["event"] for entry in logs))
