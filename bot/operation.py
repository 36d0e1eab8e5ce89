"""For operators and developers: /healthz, /metrics, and the API's description at /docs."""

import threading
from typing import Any, Callable

from fastapi import APIRouter, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, ProcessCollector, generate_latest

from bot.store import backlog
from bot.store.database import Database
from bot.warehouse.filler import State


def router(database: Database, ready: threading.Event, analytics: Callable[[], State]) -> APIRouter:
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

    @routes.get("/metrics", response_class=Response)
    def metrics() -> Response:
        """The state of the system for Prometheus."""
        return Response(_exposition(database, ready, analytics()), media_type=CONTENT_TYPE_LATEST)

    @routes.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title="Notouch API",
            swagger_js_url="/static/swagger-ui-bundle.js",
            swagger_css_url="/static/swagger-ui.css",
            swagger_favicon_url="/static/favicon-32x32.png",
        )

    return routes


def _exposition(database: Database, ready: threading.Event, analytics: State) -> bytes:
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    Gauge("notouch_ready", "1 once the assistant answers.", registry=registry).set(ready.is_set())
    _add_analytics(registry, analytics)
    for name, number in backlog.measure(database).items():
        Gauge(f"notouch_{name}", backlog.MEANINGS[name], registry=registry).set(number)
    return generate_latest(registry)


def _add_analytics(registry: CollectorRegistry, state: State) -> None:
    meaning = "1 where this process fills and shows the analytics, and is ready."
    Gauge("notouch_analytics_ready", meaning, registry=registry).set(state.ready)
    meaning = "Touchpoints that the analytics of this process don't have yet."
    Gauge("notouch_analytics_backlog", meaning, registry=registry).set(state.backlog)
    if state.filled_at is not None:
        meaning = "When the analytics were last found or brought up to date, in seconds since 1970."
        Gauge("notouch_analytics_filled_at", meaning, registry=registry).set(state.filled_at.timestamp())
