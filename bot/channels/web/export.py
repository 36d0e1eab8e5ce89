"""The file behind the link that a customer gets who asks for their chat data."""

import json
from typing import Annotated

from fastapi import APIRouter, Header, Response
from fastapi.encoders import jsonable_encoder
from fastapi.responses import PlainTextResponse

from bot.base.content import Content
from bot.channels.web import languages
from bot.services import privacy
from bot.store.base.database import Database

_HEADERS = {
    "Content-Disposition": 'attachment; filename="my-chat-data.json"',
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


def router(database: Database, content: Content) -> APIRouter:
    routes = APIRouter(prefix="/chat/export", tags=["chat"])

    @routes.get("/{token}", response_class=Response)
    def download(token: str, accept_language: Annotated[str, Header()] = "") -> Response:
        """The customer's own data as JSON. The link works once."""
        data = privacy.take_export(database, token)
        if data is None:
            language = languages.choose(frozenset(content.languages), None, accept_language)
            return PlainTextResponse(content.text("utter_export_gone", language), 404)
        written = json.dumps(jsonable_encoder(data), ensure_ascii=False, indent=2)
        return Response(written, media_type="application/json", headers=_HEADERS)

    return routes
