"""The page to come back to after the log-in, and that it is never another site's."""

import pytest

from bot.staff.destinations import local
from tests.staff.people import PASSWORD, Staff

FOREIGN = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "data:text/html,hello",
    "evil.example",
    "console",
    "@evil.example",
    "/\x00/evil.example",
    "/analytics\u2028",
    "/한국",
    "",
]
OURS = ["/console", "/analytics/topics?from=2026-01-01&channel=web&topic=a%2Fb#figures", "/console/conversations/7"]


def landing(staff: Staff, wanted: str) -> str:
    client = staff.browser()
    answer = client.post("/login", data={"name": "Ada", "password": PASSWORD, "next": wanted})
    assert answer.status_code == 303
    return str(answer.headers["location"])


@pytest.mark.parametrize("wanted", FOREIGN)
def test_other_sites_are_not_local(wanted: str) -> None:
    assert local(wanted) is None


def test_the_log_in_leads_to_the_page_that_was_wanted(staff: Staff) -> None:
    staff.agent("Ada")
    assert [landing(staff, wanted) for wanted in OURS] == OURS


def test_the_log_in_leads_home_and_never_to_another_site(staff: Staff) -> None:
    staff.agent("Ada")
    hostile = ("//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/login", "/logout?x=1")
    assert [landing(staff, wanted) for wanted in hostile] == ["/console"] * len(hostile)


def test_the_wish_survives_a_wrong_password_and_is_shown_as_text(staff: Staff) -> None:
    form = {"name": "Ada", "password": "wrong", "next": '/console"><script>alert(1)</script>'}
    page = staff.browser().post("/login", data=form).text
    assert 'name="next" value="/console&#34;&gt;&lt;script&gt;' in page
    assert "<script>alert" not in page


def test_a_page_that_needs_a_log_in_is_come_back_to_with_its_query(staff: Staff) -> None:
    staff.agent("Ada")
    client = staff.browser()
    login = client.get("/console/conversations/7?a=1&b=x%2Fy").headers["location"]
    assert login == "/login?next=/console/conversations/7%3Fa%3D1%26b%3Dx%252Fy"
    assert 'value="/console/conversations/7?a=1&amp;b=x%2Fy"' in client.get(login).text


def test_htmx_comes_back_to_the_page_it_was_on(staff: Staff) -> None:
    shown = {
        "http://testserver/analytics/topics?by=day": "/login?next=/analytics/topics%3Fby%3Dday",
        "http://testserver//evil.example": "/login",
        "": "/login",
        "nonsense": "/login",
    }
    for page, login in shown.items():
        headers = {"HX-Request": "true", "HX-Current-URL": page}
        answer = staff.browser().get("/analytics", headers=headers)
        assert (answer.status_code, answer.headers["hx-redirect"]) == (401, login)


def test_an_address_made_to_look_like_another_site_is_not_come_back_to(staff: Staff) -> None:
    answer = staff.browser().get("http://testserver/console/conversations/%5C%0A7")
    assert "\n" not in answer.headers["location"]
    assert answer.headers["location"].startswith("/login")


def test_old_bookmarks_of_the_log_in_still_work(staff: Staff) -> None:
    answer = staff.browser().get("/console/login")
    assert (answer.status_code, answer.headers["location"]) == (308, "/login?next=/console")
