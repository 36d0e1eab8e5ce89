"""No page without a log-in, no change without the form's token."""

from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute

from tests.console.people import Desk


def routes(app, method):
    paths = [r.path for r in app.routes if isinstance(r, APIRoute) and r.path.startswith(("/console", "/logout"))]
    methods = {r.path: r.methods for r in app.routes if isinstance(r, APIRoute)}
    return {path.format(conversation_id=1, message_id=1) for path in paths if method in methods[path]}


def test_every_page_but_the_log_in_needs_one(desk: Desk):
    desk.waiting()
    client = desk.browser()
    pages = routes(desk.app, "GET") - {"/console/login"}
    assert len(pages) >= 3
    for path in pages:
        assert client.get(path).headers["location"] == f"/login?next={quote(path)}", path


def test_every_change_needs_a_log_in(desk: Desk):
    desk.waiting()
    client = desk.browser()
    for path in private_posts(desk):
        assert client.post(path).headers["location"] == "/login", path


def private_posts(desk: Desk) -> set[str]:
    posts = routes(desk.app, "POST")
    assert len(posts) >= 7
    return posts


@pytest.mark.parametrize("token", [None, "", "wrong", "ünïcode"])
def test_every_change_needs_the_token(desk: Desk, token):
    desk.waiting()
    browser = desk.signed_in("Ada")
    for path in private_posts(desk):
        fields = {} if token is None else {"csrf": token}
        assert browser.client.post(path, data=fields).status_code == 403, path
    assert "Waiting" in browser.page("/console/conversations/1")


def test_another_agents_token_does_not_fit(desk: Desk):
    conversation_id = desk.waiting()
    ada, bob = desk.signed_in("Ada"), desk.signed_in("Bob")
    path = f"/console/conversations/{conversation_id}/accept"
    assert ada.client.post(path, data={"csrf": bob.csrf}).status_code == 403
    assert ada.client.post(path, headers={"X-CSRF-Token": ada.csrf}).status_code == 303


def test_the_token_does_not_help_another_site(desk: Desk):
    conversation_id = desk.waiting()
    browser = desk.signed_in("Ada")
    path = f"/console/conversations/{conversation_id}/accept"
    response = browser.client.post(path, data={"csrf": browser.csrf}, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403


def test_htmx_is_told_where_to_go_when_the_log_in_is_gone(desk: Desk):
    response = desk.browser().get("/console", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["hx-redirect"]) == (401, "/login")
