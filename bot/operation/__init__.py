"""For operators and developers: /healthz, /metrics, and the API's description at /docs."""

import threading
from typing import Any, Callable

from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST

from bot.base.settings import Settings
from bot.operation import api_docs
from bot.operation.exposition import exposition
from bot.operation.token import require_token
from bot.store.base.database import Database
from bot.store.turns import backlog
from bot.warehouse.filler import State


def router(database: Database, ready: threading.Event, analytics: Callable[[], State], settings: Settings) -> APIRouter:
    """`ready` is set once the assistant is loaded and answers; `analytics` says how far the warehouse is filled."""
    routes = APIRouter(tags=["operation"])

    @routes.get("/healthz")
    def healthz(response: Response) -> dict[str, Any]:
        """200 while messages can be taken in. `ready` says whether they are answered already."""
        try:
            backlog.measure(database)
        except Exception:
            response.status_code = 503
            return {"status": "the database can't be reached", "ready": False}
        return {"status": "ok", "ready": ready.is_set()}

    @routes.get("/metrics", response_class=Response, dependencies=[Depends(require_token(settings))])
    def metrics() -> Response:
        """The state of the system for Prometheus."""
        return Response(exposition(database, ready, analytics()), media_type=CONTENT_TYPE_LATEST)

    if settings.api_docs:
        routes.include_router(api_docs.router())
    return routes
