"""The endpoint for imports over a real database, served by a real server."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Optional

import httpx
import pytest
from fastapi import FastAPI

from bot.base.body_limit import BodyLimit
from bot.base.clock import now
from bot.base.content import Content
from bot.base.settings import Settings
from bot.channels.shop import api
from bot.store.base.database import Database
from tests.fakes.http_server import HttpServer

SECRET = "a secret of the shop's"


class Sender:
    """The shop's system: signs what it sends, as the documentation says."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def send(self, what: str, body: "bytes | list[dict[str, Any]]", **changed: Any) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = "text/csv" if isinstance(body, bytes) else "application/json"
        headers = {"Content-Type": kind, **signed(content, **changed)}
        return self.http.post(f"/api/imports/{what}", content=content, headers=headers)


def signed(body: bytes, secret: str = SECRET, age: int = 0, timestamp: Optional[str] = None) -> dict[str, str]:
    """The headers, written independently of the product."""
    at = timestamp if timestamp is not None else str(int(now().timestamp()) - age)
    signature = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Notouch-Timestamp": at, "X-Notouch-Signature": signature}


@pytest.fixture
def serve(database: Database, content: Content, settings: Callable[..., Settings]) -> Iterator[Callable[..., Sender]]:
    with ExitStack() as running:

        def start(**changed: Any) -> Sender:
            app = FastAPI()
            app.add_middleware(BodyLimit, max_bytes=1000, larger={api.PREFIX: api.MAX_BODY_BYTES})
            app.include_router(api.router(database, content, settings(**changed)))
            url = running.enter_context(HttpServer().serving(app))
            return Sender(running.enter_context(httpx.Client(base_url=url, timeout=60)))

        yield start


@pytest.fixture
def shop(serve: Callable[..., Sender]) -> Sender:
    return serve(import_secret=SECRET)
