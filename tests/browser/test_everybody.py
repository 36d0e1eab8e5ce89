"""Every page outside of the dashboard, as axe sees it, and that it asks no other server."""

from typing import Any, Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.base.content import Content
from bot.staff.rights import Role
from tests.browser.axe import violations
from tests.browser.conftest import save
from tests.browser.people import log_in
from tests.console.people import Desk
from tests.staff.people import Staff

LOOKS = [("light", 1280), ("dark", 375)]
EMBEDDED = '<!doctype html><html lang="en"><title>Our store</title><main><h1>Hello</h1></main>{widget}</html>'


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def page(request: pytest.FixtureRequest, new_page: Any, address: str) -> Iterator[Page]:
    """A page that asks no other server for anything."""
    scheme, width = request.param
    asked: set[str] = set()
    made: Page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    made.on("request", lambda one: asked.add("/".join(one.url.split("/")[:3])))
    yield made
    assert asked == {address}


@pytest.fixture
def look(page: Page, address: str, request: pytest.FixtureRequest) -> Callable[[str], list[str]]:
    """Opens a page, and gives what is wrong with it."""

    def looked(path: str) -> list[str]:
        page.goto(address + path)
        expect(page.get_by_role("main")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate("document.documentElement.lang"), path
        save(page, f"{path.strip('/').replace('/', '-') or 'shop'}-{request.node.callspec.id}")
        return violations(page)

    return looked


@pytest.mark.parametrize("path", ["/", "/?lang=ko", "/help", "/help?lang=ko", "/docs", "/login"])
def test_pages_for_customers_and_developers(look: Callable[[str], list[str]], path: str) -> None:
    assert look(path) == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_open_chat(page: Page, look: Callable[[str], list[str]], language: str) -> None:
    look(f"/?lang={language}")
    page.locator("notouch-chat").locator(".launcher").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


def test_the_chat_on_a_page_of_somebody_else_is_a_landmark(page: Page, address: str) -> None:
    body = EMBEDDED.format(widget=f'<script src="{address}/static/widget.js" defer></script>')
    page.route(f"{address}/store", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{address}/store")
    chat = page.get_by_role("region", name="Support")
    expect(chat.get_by_role("button", name="Open the chat")).to_be_visible()
    assert violations(page) == []


def test_pages_for_agents(page: Page, look: Callable[[str], list[str]], staff: Staff, content: Content) -> None:
    desk = Desk(staff.database, staff.app, content, staff.app.state.parts.signals)
    conversations = [desk.waiting("Where is my lamp? 등이 안 왔어요"), desk.accepted(desk.signed_in("Mina"))]
    staff.agent("Ada")
    look("/console")
    log_in(page, "Ada")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    paths = ["/console", "/console/ask", *(f"/console/conversations/{number}" for number in conversations)]
    assert {path: wrong for path in paths if (wrong := look(path))} == {}


def test_refusals_and_what_is_not_there_yet(page: Page, look: Callable[[str], list[str]], staff: Staff) -> None:
    staff.agent("Ana", Role.ANALYST)
    look("/analytics")
    log_in(page, "Ana")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    assert {path: wrong for path in ("/analytics", "/console") if (wrong := look(path))} == {}
