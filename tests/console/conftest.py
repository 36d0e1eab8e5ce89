"""The console as an application over a real database."""

import pytest
from fastapi import FastAPI

from bot.base.content import Content
from bot.base.signals import Signals
from bot.console import router
from bot.staff import views as staff
from bot.staff.auth import Sessions
from bot.store.base.database import Database
from tests.console.people import Desk
from tests.fakes.assistant import Assistant


@pytest.fixture
def assistant() -> Assistant:
    return Assistant()


@pytest.fixture
def app(database: Database, content: Content, signals: Signals, assistant: Assistant) -> FastAPI:
    app, sessions = FastAPI(), Sessions(database)
    app.include_router(staff.router(database, sessions, secure_cookies=False))
    app.include_router(router(database, content, signals, sessions, assistant))
    return app


@pytest.fixture
def desk(database: Database, content: Content, signals: Signals, app: FastAPI) -> Desk:
    return Desk(database, app, content, signals)
