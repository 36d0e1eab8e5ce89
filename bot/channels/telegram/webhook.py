"""Updates that Telegram brings to us, when TELEGRAM_WEBHOOK_URL is set."""

import hmac
import json

from fastapi import APIRouter, Request, Response

from bot.channels.telegram.channel import TelegramChannel

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def router(channel: TelegramChannel) -> APIRouter:
    routes = APIRouter()

    @routes.post("/telegram/webhook", include_in_schema=False)
    async def receive(request: Request) -> Response:
        """200 once the update is stored, or can't be used whatever we do; any other status brings it again."""
        if not channel.is_secret(request.headers.get(SECRET_HEADER, "")):
            return Response(status_code=403)
        await channel.take(json.loads(await request.body()))
        return Response()

    return routes
