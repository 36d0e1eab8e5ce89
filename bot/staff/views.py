"""The log-in as a router, and what is served beside it."""

from pathlib import Path

from fastapi import APIRouter, Depends

from bot.staff.auth import Sessions, refuse_other_origins
from bot.staff.login import LoginPages
from bot.staff.routes import StaffRoute
from bot.store.base.database import Database
from bot.store.processes.limits import limiter

# To be served at /staff/static.
STATIC = Path(__file__).parent / "static"

ATTEMPTS_PER_NAME = 10
ATTEMPTS_PER_ADDRESS = 20


def router(database: Database, sessions: Sessions, secure_cookies: bool) -> APIRouter:
    """/login and /logout."""
    by_name = limiter(database, "log-ins by name", ATTEMPTS_PER_NAME)
    by_address = limiter(database, "log-ins by address", ATTEMPTS_PER_ADDRESS)
    pages = LoginPages(sessions, (by_name, by_address), secure_cookies)
    login = APIRouter(route_class=StaffRoute, include_in_schema=False)
    login.add_api_route("/login", pages.form, dependencies=[Depends(refuse_other_origins)])
    login.add_api_route("/login", pages.log_in, methods=["POST"], dependencies=[Depends(refuse_other_origins)])
    login.add_api_route("/logout", pages.log_out, methods=["POST"], dependencies=[Depends(sessions.guard())])
    return login
