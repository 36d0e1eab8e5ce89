"""What is said about an error, and how long to wait after it."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.base.settings import load_settings
from bot.channels.telegram.trouble import explain, pause

TOKEN = "123456789:AASecret"


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (InvalidToken(f"The token `{TOKEN}` was rejected"), "check TELEGRAM_BOT_TOKEN"),
        (NetworkError(f"Bad gateway for /bot{TOKEN}/getMe"), "check the network and TELEGRAM_API_URL"),
        (TimedOut(), "https://api.example"),
        (Conflict("terminated by other getUpdates request"), "stop the other process"),
        (RetryAfter(5), "more slowly"),
        (BadRequest(f"no such {TOKEN}"), "Telegram refuses"),
        (Forbidden("bot was blocked by the user"), "blocked by the user"),
        (TelegramError("{odd}"), "{odd}"),
        (ValueError("what a customer wrote"), "ValueError"),
    ],
)
def test_an_error_is_a_sentence_without_secrets(error: Exception, part: str) -> None:
    settings = load_settings(telegram_bot_token=TOKEN, telegram_api_url="https://api.example")
    sentence = explain(error, settings)
    assert part in sentence
    assert TOKEN not in sentence
    assert "customer wrote" not in sentence


def test_pauses_grow_from_a_second_to_a_minute() -> None:
    pauses = [pause(TimedOut(), failures) for failures in (0, 1, 2, 3, 4, 5, 6, 5000)]
    assert pauses == sorted(pauses)
    assert timedelta(seconds=1) <= pauses[0] <= timedelta(seconds=2)
    assert pauses[-1] == timedelta(minutes=1)


def test_telegram_may_ask_for_a_longer_pause() -> None:
    assert pause(RetryAfter(300), 0) == timedelta(seconds=300)
