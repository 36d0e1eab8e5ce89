"""Log-in and roles in a real browser."""

from typing import Any

from playwright.sync_api import expect

from bot.staff.rights import Role
from tests.browser.conftest import save
from tests.browser.people import log_in
from tests.staff.people import Staff


def test_the_log_in_leads_where_one_wanted_and_the_log_out_back(new_page: Any, staff: Staff, address: str) -> None:
    staff.agent("Ada", Role.SUPERVISOR)
    page = new_page()
    page.goto(f"{address}/console/ask")
    log_in(page, "Ada")
    expect(page).to_have_url(f"{address}/console/ask")
    places = page.get_by_role("navigation", name="Places").get_by_role("link")
    expect(places).to_have_text(["Console", "Ask", "Analytics"])
    expect(places.nth(1)).to_have_attribute("aria-current", "page")
    save(page, "supervisor")
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(f"{address}/login")
    page.go_back()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()


def test_an_open_queue_leaves_when_its_reader_becomes_an_analyst(new_page: Any, staff: Staff, address: str) -> None:
    staff.agent("Ada")
    page = new_page(viewport={"width": 320, "height": 568})
    page.goto(f"{address}/console")
    log_in(page, "Ada")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= 320")
    staff.becomes("Ada", Role.ANALYST)
    expect(page.get_by_role("alert")).to_contain_text("does not include the console")
    page.reload()
    expect(page.get_by_role("heading", name="That was not possible")).to_be_visible()
    save(page, "refused")


def test_an_open_queue_goes_to_the_log_in_when_its_reader_is_out(new_page: Any, staff: Staff, address: str) -> None:
    staff.agent("Ada")
    page = new_page()
    page.goto(f"{address}/console")
    log_in(page, "Ada")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    staff.disable("Ada")
    expect(page).to_have_url(f"{address}/login?next=/console")
    log_in(page, "Ada")
    expect(page.get_by_role("alert")).to_have_text("The name or the password is wrong.")
