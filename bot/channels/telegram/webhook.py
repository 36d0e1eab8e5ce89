"""Updates that Telegram brings to us, when TELEGRAM_WEBHOOK_URL is set."""

import hmac
import json
from typing import Any, Optional

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import SecretStr

from bot.channels.telegram.channel import TelegramChannel

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the name of it)


def router(channel: TelegramChannel) -> APIRouter:
    routes = APIRouter()

    @routes.post("/telegram/webhook", include_in_schema=False)
    async def receive(request: Request) -> Response:
        """200 once the update is stored, or is found to be useless; Telegram repeats it after any other answer."""
        if not _is_telegram(request, channel.webhook_secret):
            return Response(status_code=403)
        update = _parse(await request.body())
        if update is None:
            return Response(status_code=400)
        return Response(status_code=200 if await _is_stored(channel, update) else 503)

    return routes


async def _is_stored(channel: TelegramChannel, update: dict[str, Any]) -> bool:
    try:
        await channel.take(update)
    except Exception as error:
        # Only the kind: a database's error quotes what was to be stored.
        log.error("An update can't be stored now; Telegram will bring it again", error=type(error).__name__)
        return False
    return True


def _is_telegram(request: Request, secret: Optional[SecretStr]) -> bool:
    # Bytes, because strings are compared in constant time only if they are ASCII.
    given = request.headers.get(SECRET_HEADER, "").encode()
    return secret is not None and hmac.compare_digest(given, secret.get_secret_value().encode())


def _parse(body: bytes) -> Optional[dict[str, Any]]:
    try:
        update = json.loads(body)
    except ValueError:
        return None
    return update if isinstance(update, dict) else None
