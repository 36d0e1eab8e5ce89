"""The connection to a Bot API server: Telegram's own, or another one that TELEGRAM_API_URL names."""

import logging
from typing import Any

from telegram import Bot
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.base.settings import Settings


class UnparsedUpdates(HTTPXRequest):
    """Leaves updates as Telegram sent them, below `api_kwargs["raw"]`.

    The library parses all updates of an answer at once; one that it can't parse would hold up the others for ever,
    and would be logged with what the customer wrote.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        answer = HTTPXRequest.parse_json_payload(payload)
        if "result" in answer:
            answer["result"] = [{"update_id": raw["update_id"], "raw": raw} for raw in answer["result"]]
        return answer


def connect(settings: Settings) -> Bot:
    """A bot that has not spoken to the server yet; `settings` must have a token."""
    assert settings.telegram_bot_token is not None
    # It logs a traceback for each 429, which is an ordinary delay to us.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    return ExtBot(
        settings.telegram_bot_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url.rstrip('/')}/bot",
        get_updates_request=UnparsedUpdates(),
        # No retries here: the outbox keeps what has to wait, and other chats go on meanwhile.
        rate_limiter=AIORateLimiter(max_retries=0),
    )
