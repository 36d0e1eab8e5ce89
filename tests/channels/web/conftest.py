"""The chat API over a real database, served by a real server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.base.settings import Settings
from bot.base.signals import Signals
from bot.channels.web import api
from bot.services.inbox import Inbox
from bot.store.base.database import Database
from tests.channels.web.visitors import Chats, Visitor
from tests.fakes.http_server import HttpServer


@pytest.fixture
def chats(database: Database, signals: Signals) -> Chats:
    return Chats(database, signals)


@pytest.fixture
def serve(
    database: Database, signals: Signals, settings: Callable[..., Settings]
) -> Iterator[Callable[..., httpx.Client]]:
    """Serves the API with the settings given, and gives a client that speaks to it."""
    with ExitStack() as running:

        def start(**changed: Any) -> httpx.Client:
            app = FastAPI()
            app.include_router(api.router(Inbox(database), database, signals, settings(**changed)))
            url = running.enter_context(HttpServer().serving(app))
            return running.enter_context(httpx.Client(base_url=url, timeout=30))

        yield start


@pytest.fixture
def http(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve()


@pytest.fixture
def visitor(http: httpx.Client) -> Visitor:
    return Visitor.new(http)


@pytest.fixture
def other(http: httpx.Client) -> Visitor:
    return Visitor.new(http)
