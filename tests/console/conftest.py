"""The console as an application over a real database."""

import pytest
from fastapi import FastAPI

from bot.base.content import Content
from bot.base.settings import Settings
from bot.base.signals import Signals
from bot.console import router
from bot.services import passwords
from bot.store.database import Database
from tests.console.people import PASSWORD, Desk
from tests.fakes.assistant import Assistant


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hash_password(PASSWORD)


@pytest.fixture
def assistant() -> Assistant:
    return Assistant()


@pytest.fixture
def app(database: Database, content: Content, signals: Signals, assistant: Assistant) -> FastAPI:
    app = FastAPI()
    app.include_router(router(database, content, signals, Settings(), assistant))
    return app


@pytest.fixture
def desk(database: Database, content: Content, signals: Signals, app: FastAPI, password_hash: str) -> Desk:
    return Desk(database, content, signals, app, password_hash)
