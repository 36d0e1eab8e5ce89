"""Every change that staff can make needs the token of their own log-in; a log-in begins anew and ends for good."""

import re
from collections.abc import Callable, Iterator
from typing import Optional

import pytest

from bot.base.settings import Settings
from bot.bootstrap import create_app
from bot.staff.auth import COOKIE
from bot.staff.rights import Role
from tests.security.callers import doors
from tests.staff.people import PASSWORD, Browser, Staff

OPEN = {"POST /login"}


@pytest.fixture
def staff(sqlite_url: str, settings: Callable[..., Settings]) -> Iterator[Staff]:
    app = create_app(settings(database_url=sqlite_url))
    yield Staff(app.state.parts.database, app)
    app.state.parts.database.dispose()


@pytest.fixture
def ada(staff: Staff) -> Browser:
    return staff.signed_in("Ada", Role.ADMIN)


def changes(staff: Staff) -> list[str]:
    """The addresses of all forms of staff."""
    found = [door for door in doors(staff.app) if door.startswith(("POST /console", "POST /analytics", "POST /log"))]
    return [re.sub(r"\{\w+\}", "1", door.removeprefix("POST ")) for door in found if door not in OPEN]


@pytest.mark.parametrize("token", [None, "", "wrong", "ünïcode", "of another"])
def test_every_change_needs_the_token_of_ones_own_log_in(staff: Staff, ada: Browser, token: Optional[str]) -> None:
    forms = changes(staff)
    assert len(forms) >= 16
    given = staff.signed_in("Bob", Role.ADMIN).csrf if token == "of another" else token
    for path in forms:
        fields = {} if given is None else {"csrf": given}
        assert ada.client.post(path, data=fields).status_code == 403, path
    assert "Ada" in ada.page()


def test_the_token_does_not_help_another_site(staff: Staff, ada: Browser) -> None:
    csrf = ada.csrf
    for path in changes(staff):
        headers = {"Origin": "https://evil.example", "X-CSRF-Token": csrf}
        assert ada.client.post(path, headers=headers).status_code == 403, path


@pytest.mark.parametrize("host", ["testserver/login?", "testserver/login#", "testserver/static/"])
def test_a_host_that_looks_like_another_address_opens_nothing(staff: Staff, host: str) -> None:
    for path in ("/console", "/analytics", "/analytics/conversations/1"):
        answer = staff.browser().get(path, headers={"Host": host})
        assert answer.headers["location"] == f"/login?next={path}"


def log_in(browser: Browser) -> str:
    browser.client.post("/login", data={"name": "Ada", "password": PASSWORD})
    return str(browser.client.cookies[COOKIE])


def test_a_log_in_begins_a_session_of_its_own(staff: Staff, ada: Browser) -> None:
    assert len({ada.client.cookies[COOKIE], log_in(ada), log_in(Browser(staff.browser()))}) == 3


def test_what_somebody_planted_before_a_log_in_opens_nothing_after_it(staff: Staff, ada: Browser) -> None:
    thief, victim = staff.browser(), staff.browser()
    for client in (thief, victim):
        client.headers["Cookie"] = f"{COOKIE}=planted"
    answer = victim.post("/login", data={"name": "Ada", "password": PASSWORD})
    assert answer.status_code == 303
    assert "planted" not in answer.headers["set-cookie"]
    assert thief.get("/console").headers["location"].startswith("/login")


def test_a_log_out_ends_the_session_for_every_copy_of_it(staff: Staff, ada: Browser) -> None:
    copy = staff.browser()
    copy.cookies.set(COOKIE, ada.client.cookies[COOKIE])
    assert copy.get("/console").status_code == 200
    ada.send("/logout")
    assert copy.get("/console").headers["location"].startswith("/login")
    assert COOKIE not in ada.client.cookies
