"""The whole application, address by address: nothing for staff opens without a log-in and the right to it."""

import re
from pathlib import Path
from typing import Iterator

import pytest
from fastapi.routing import APIRoute

from bot.base.settings import load_settings
from bot.bootstrap import create_app
from bot.staff.auth import COOKIE, Sessions
from bot.staff.rights import Role
from bot.store.base.database import Database
from tests.staff.people import Staff

PUBLIC = {"/console/login"}


@pytest.fixture
def product(database: Database, tmp_path: Path) -> Iterator[Staff]:
    app = create_app(load_settings(database_url=database.url, var_dir=tmp_path))
    yield Staff(database, app)
    app.state.parts.database.dispose()


def acts(product: Staff, *places: str) -> list[tuple[str, str]]:
    """Every method and address below these places."""
    routes = [route for route in product.app.routes if isinstance(route, APIRoute) and route.path not in PUBLIC]
    wanted = [route for route in routes if re.match(rf"({'|'.join(places)})(/|$)", route.path)]
    return [(method, re.sub(r"\{.*?\}", "1", route.path)) for route in wanted for method in route.methods]


def test_nothing_opens_without_a_log_in(product: Staff) -> None:
    client = product.browser()
    everything = acts(product, "/console", "/analytics", "/logout")
    assert len(everything) >= 11
    for method, path in everything:
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/login"), (method, path)


@pytest.mark.parametrize(("role", "place"), [(Role.AGENT, "/analytics"), (Role.ANALYST, "/console")])
def test_nothing_opens_without_the_right_to_its_place(product: Staff, role: Role, place: str) -> None:
    client = product.signed_in("Ada", role).client
    session = Sessions(product.database).find(client.cookies[COOKIE])
    assert session is not None
    for method, path in acts(product, place):
        answer = client.request(method, path, headers={"X-CSRF-Token": session.csrf})
        assert (answer.status_code, "does not include" in answer.text) == (403, True), (method, path)


def test_what_the_log_in_looks_like_is_there_for_everybody(product: Staff) -> None:
    client = product.browser()
    page = client.get("/login").text
    files = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|svg|js))"', page)
    assert "/staff/static/base.css" in files
    assert [client.get(file).status_code for file in files] == [200] * len(files)
