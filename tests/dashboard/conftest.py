"""The dashboard with its log-in and its API, over some hundred conversations that look for trouble."""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Optional

import pytest
from fastapi import FastAPI

from bot import dashboard
from bot.base.content import Content
from bot.base.settings import Settings
from bot.dashboard import api
from bot.dashboard.mailing.sending import Reports
from bot.staff import views
from bot.staff.auth import Sessions
from bot.store.base.database import Database
from bot.warehouse import Warehouse, open_filled
from tests.metrics.brute_force.storing import store
from tests.metrics.generated import generated
from tests.staff.people import Staff

# Days on which much happens.
PERIOD = "from=2025-10-06&until=2026-01-18"


@dataclass
class Shop:
    """`staff` are the people who look at the dashboard."""

    database: Database
    warehouse: Warehouse
    settings: Settings
    reports: Reports
    staff: Staff
    app: FastAPI
    is_ready: bool = True

    def get_warehouse(self) -> Optional[Warehouse]:
        return self.warehouse if self.is_ready else None


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the conversations."""
    path = tmp_path_factory.mktemp("told") / "told.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    store(database, generated(300, seed=5))
    database.dispose()
    return path


@pytest.fixture(scope="session")
def warehouse(told: Path) -> Iterator[Warehouse]:
    """The warehouse of these conversations, which nobody changes."""
    database = Database(f"sqlite:///{told}")
    opened = open_filled(database, None, "UTC")
    database.dispose()
    yield opened
    opened.close()


@pytest.fixture
def shop(database: Database, warehouse: Warehouse, content: Content, settings: Callable[..., Settings]) -> Shop:
    """The operational side is a database of the test's own, for its people and what they set."""
    made = settings(smtp_url="smtp://127.0.0.1:1", mail_from="reports@shop.example", public_url="https://shop.example")
    sessions = Sessions(database)
    reports = Reports(lambda: warehouse, database, content, made)
    app = FastAPI()
    opened = Shop(database, warehouse, made, reports, Staff(database, app), app)
    app.include_router(views.router(database, sessions, secure_cookies=False))
    app.include_router(dashboard.router(opened.get_warehouse, database, content, made, sessions, reports))
    app.include_router(api.router(database, lambda: warehouse, "UTC"))
    return opened
