"""The log-in with the console behind it, and a page that stands for analytics, over a real database."""

import pytest
from fastapi import APIRouter, Depends, FastAPI, Request, Response

from bot.base.content import Content
from bot.base.signals import Signals
from bot.console import router as console
from bot.staff import views
from bot.staff.auth import Sessions
from bot.staff.pages import shared_page
from bot.staff.rights import Right
from bot.staff.routes import StaffRoute
from bot.store.base.database import Database
from tests.fakes.assistant import Assistant
from tests.staff.people import Staff


def analytics(sessions: Sessions) -> APIRouter:
    router = APIRouter(prefix="/analytics", route_class=StaffRoute)

    def page(request: Request) -> Response:
        return shared_page(request, "frame.html")

    guards = {"": (Right.ANALYTICS,), "/transcript": (Right.ANALYTICS, Right.TRANSCRIPTS)}
    guards["/settings"] = (Right.ANALYTICS, Right.ADMINISTER)
    for path, needed in guards.items():
        router.add_api_route(path, page, dependencies=[Depends(sessions.guard(*needed))])
    return router


@pytest.fixture
def staff(database: Database, content: Content, signals: Signals) -> Staff:
    sessions = Sessions(database)
    app = FastAPI()
    app.include_router(views.router(database, sessions, secure_cookies=False))
    app.include_router(console(database, content, signals, sessions, Assistant()))
    app.include_router(analytics(sessions))
    return Staff(database, app)
