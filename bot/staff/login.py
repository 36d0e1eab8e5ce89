"""Logging in and out: one log-in for console and dashboard."""

from typing import Annotated

from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from bot.base.text import normalise
from bot.staff.auth import COOKIE, LIFETIME, Sessions, SignedIn
from bot.staff.destinations import go_to, local
from bot.staff.pages import shared_page
from bot.staff.places import home
from bot.store.processes.limits import AnyLimiter

WRONG = "The name or the password is wrong."
TOO_MANY = "Too many attempts. Wait a minute and try again."


class LoginPages:
    """`limits` are for attempts by name and by address. `next` is the page to go to after the log-in."""

    def __init__(self, sessions: Sessions, limits: tuple[AnyLimiter, AnyLimiter], secure_cookies: bool) -> None:
        self._sessions = sessions
        self._by_name, self._by_address = limits
        self._secure = secure_cookies

    def form(self, request: Request, wanted: Annotated[str, Query(alias="next")] = "") -> Response:
        return shared_page(request, "login.html", name="", problem="", next=wanted)

    def log_in(
        self,
        request: Request,
        name: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        wanted: Annotated[str, Form(alias="next")] = "",
    ) -> Response:
        name = normalise(name)
        if not self._may_try(request, name):
            return shared_page(request, "login.html", 429, name=name, problem=TOO_MANY, next=wanted)
        agent = self._sessions.authenticate(name, password)
        if agent is None:
            return shared_page(request, "login.html", 401, name=name, problem=WRONG, next=wanted)
        response = RedirectResponse(local(wanted) or home(agent), status_code=303)
        self._set_cookie(response, self._sessions.begin(agent))
        return response

    def _may_try(self, request: Request, name: str) -> bool:
        address = request.client.host if request.client else ""
        return self._by_address.allow(address) and self._by_name.allow(name)

    def _set_cookie(self, response: Response, token: str) -> None:
        seconds = int(LIFETIME.total_seconds())
        response.set_cookie(COOKIE, token, max_age=seconds, httponly=True, samesite="lax", secure=self._secure)

    def log_out(self, request: Request, session: SignedIn) -> Response:
        self._sessions.end(session)
        response = go_to(request, "/login")
        response.delete_cookie(COOKIE)
        return response
