"""The dashboard in a real browser: every page, filters, the way down to a transcript, and whether all can use it."""

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Iterator

import pytest
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from playwright.sync_api import Page, expect

from bot import dashboard
from bot.base.content import Content, project_content
from bot.base.paths import FRONTEND
from bot.base.security_headers import SecurityHeaders
from bot.base.settings import load_settings
from bot.dashboard.mailing.sending import Reports
from bot.dashboard.pages import PAGES
from bot.demo.write import fill
from bot.demo.year import Wanted
from bot.staff import views
from bot.staff.auth import Sessions
from bot.staff.rights import Role
from bot.store.base.database import Database
from bot.warehouse import open_filled
from tests.browser.axe import violations
from tests.browser.conftest import save
from tests.browser.people import log_in
from tests.serving import served
from tests.staff.people import Staff

PATHS = [f"/analytics{path}" for path in [*(page.path for page in PAGES), "/metrics", "/metrics/csat", "/reports"]]
SIZES = {"wide": 1280, "phone": 375}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Four months of a made-up shop."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('year') / 'year.db'}")
    database.upgrade()
    now = datetime.now(timezone.utc) - timedelta(minutes=1)
    for _ in fill(database, Wanted(120, 30_000, 1, now, "UTC"), project_content()):
        pass
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def address(year: Database) -> Iterator[str]:
    content: Content = project_content()
    warehouse = open_filled(year, None)
    settings = load_settings(database_url=str(year.url))
    sessions = Sessions(year)
    reports = Reports(lambda: warehouse, year, content, settings)
    app = FastAPI()
    app.add_middleware(SecurityHeaders)
    app.include_router(views.router(year, sessions, secure_cookies=False))
    app.include_router(dashboard.router(lambda: warehouse, year, content, settings, sessions, reports))
    app.mount("/staff/static", StaticFiles(directory=views.STATIC))
    app.mount("/analytics/static", StaticFiles(directory=dashboard.STATIC))
    app.mount("/static", StaticFiles(directory=FRONTEND))
    staff = Staff(year, app)
    staff.agent("Ada", Role.SUPERVISOR)
    staff.agent("Ana", Role.ANALYST)
    with served(app) as url:
        yield url
    warehouse.close()


@pytest.fixture
def open_page(new_page: Any, address: str) -> Any:
    """open_page(path, name="Ada", **options): a page of the dashboard, after the log-in."""

    def opened(path: str, name: str = "Ada", **options: Any) -> Page:
        page: Page = new_page(**options)
        page.goto(f"{address}/login?next={path}")
        log_in(page, name)
        expect(page.get_by_role("main")).to_be_visible()
        return page

    return opened


def settled(page: Page) -> None:
    """Everything that is fetched later is there, and every chart is drawn."""
    expect(page.locator(".later")).to_have_count(0)
    expect(page.locator("figure[data-chart]:not(.drawn)")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(open_page: Any, address: str, scheme: str, size: str) -> None:
    width = SIZES[size]
    page = open_page("/analytics", viewport={"width": width, "height": 900}, color_scheme=scheme)
    found: dict[str, list[str]] = {}
    for path in PATHS:
        page.goto(address + path)
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        save(page, f"dashboard{path.replace('/', '-')}-{scheme}-{size}")
        found[path] = violations(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_each_chart_draws_what_its_table_says(open_page: Any) -> None:
    page = open_page("/analytics")
    settled(page)
    figures = page.locator("figure[data-chart]")
    assert figures.count() >= 6
    for place in range(figures.count()):
        figure = figures.nth(place)
        assert figure.locator("svg path").count() > 0
        expect(figure.locator(".says")).not_to_be_empty()
        figure.get_by_text("Table", exact=True).click()
        expect(figure.get_by_role("table")).to_be_visible()


def test_a_filter_changes_the_page_and_its_address_and_back_again(open_page: Any, address: str) -> None:
    page = open_page("/analytics")
    settled(page)
    everything = page.locator(".tile .value").first.inner_text()
    page.locator("#filter-language summary").click()
    page.get_by_role("group", name="language").get_by_label("Korean").check()
    expect(page).to_have_url(re.compile(r"language=ko"))
    expect(page.get_by_role("link", name="Remove the filter")).to_be_visible()
    expect(page.locator(".tile .value").first).not_to_have_text(everything)
    # What was open stays open, for the next choice.
    expect(page.locator("#filter-language")).to_have_attribute("open", "")
    settled(page)
    page.go_back()
    expect(page.locator(".tile .value").first).to_have_text(everything)
    expect(page.get_by_role("link", name="Remove the filter")).to_have_count(0)
    settled(page)
    page.go_forward()
    page.get_by_role("link", name="Remove the filter").click()
    expect(page.locator(".tile .value").first).to_have_text(everything)


def test_an_address_of_one_person_shows_another_the_same(open_page: Any) -> None:
    path = "/analytics/containment%3Fperiod%3D90d%26channel%3Dweb"
    one, other = open_page(path), open_page(path, "Ana")
    assert one.locator(".tile .value").all_inner_texts() == other.locator(".tile .value").all_inner_texts()
    expect(other.get_by_role("link", name="Remove the filter")).to_have_text(re.compile("Web"))


def test_days_of_ones_own(open_page: Any) -> None:
    page = open_page("/analytics/topics")
    expect(page.get_by_label("First day")).to_be_hidden()
    page.get_by_label(re.compile("^Period")).select_option("custom")
    expect(page.get_by_label("First day")).to_be_visible()
    day = (datetime.now(timezone.utc) - timedelta(days=60)).date()
    page.get_by_label("First day").fill(day.isoformat())
    expect(page).to_have_url(re.compile(f"from={day}"))


def test_from_a_figure_down_to_what_was_said(open_page: Any) -> None:
    page = open_page("/analytics")
    page.get_by_role("link", name="CSAT", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="CSAT")).to_be_visible()
    expect(page.get_by_text("(ratings of 4 + ratings of 5) / ratings")).to_be_visible()
    page.get_by_label("Divided by").select_option("channel")
    expect(page.get_by_role("heading", name="CSAT by channel")).to_be_visible()
    page.get_by_role("link", name="What counts for it").click()
    page.get_by_role("link", name="Older").click()
    expect(page.get_by_text(re.compile("Page 2 of"))).to_be_visible()
    page.locator("#rows td a").first.click()
    expect(page.get_by_role("log")).to_contain_text(re.compile(r"\w{3,}"))
    save(page, "dashboard-transcript")


def test_who_may_not_read_transcripts_is_told_so(open_page: Any) -> None:
    page = open_page("/analytics/metrics/csat", "Ana")
    page.locator("#rows td a").first.click()
    expect(page.get_by_role("alert")).to_contain_text("reading transcripts")
    page.go_back()
    page.goto(page.url.partition("/analytics")[0] + "/analytics/topics")
    settled(page)
    expect(page.get_by_text("which you may not read")).to_be_visible()


def test_pictures_of_a_chart(open_page: Any, tmp_path: Path) -> None:
    page = open_page("/analytics")
    settled(page)
    chart = page.locator("#csat_trend")
    for kind, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as waiting:
            chart.get_by_role("button", name=kind).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        assert path.name == f"csat_trend.{kind.lower()}"
        assert path.read_bytes().startswith(begins)
        assert path.stat().st_size > 5000


def test_a_chart_by_keyboard(open_page: Any) -> None:
    page = open_page("/analytics")
    settled(page)
    chart = page.locator("#conversations_trend")
    chart.locator(".canvas").focus()
    page.keyboard.press("ArrowRight")
    first = chart.locator(".spoken").inner_text()
    assert re.search(r"Conversations \d+", first)
    page.keyboard.press("ArrowRight")
    expect(chart.locator(".spoken")).not_to_have_text(first)


def test_korean_is_one_press_away(open_page: Any) -> None:
    page = open_page("/analytics/satisfaction")
    page.get_by_role("button", name="한국어").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("만족도")
    assert page.evaluate("document.documentElement.lang") == "ko"
    settled(page)
    save(page, "dashboard-korean")


def test_without_a_script_filters_have_a_button_and_tables_are_there(open_page: Any) -> None:
    page = open_page("/analytics", java_script_enabled=False)
    page.locator("#filter-channel summary").click()
    page.get_by_role("group", name="channel").get_by_label("Telegram").check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("channel=telegram"))
    page.locator("#csat_trend").get_by_text("Table", exact=True).click()
    expect(page.locator("#csat_trend").get_by_role("table")).to_be_visible()
    page.get_by_role("link", name="What needs attention now").click()
    expect(page.get_by_role("heading", level=1, name="What needs attention now")).to_be_visible()


def test_a_goal_and_an_experiment(open_page: Any) -> None:
    page = open_page("/analytics/goals")
    page.get_by_label("Metric").select_option("csat")
    page.get_by_label("In each").select_option("month")
    page.get_by_label("Target", exact=True).fill("90")
    page.get_by_role("button", name="Set").click()
    expect(page.locator(".goal")).to_contain_text("target 90.0%")
    assert violations(page) == []
    save(page, "dashboard-goal")
    page.get_by_role("link", name="Experiments").click()
    trial = page.locator(".trial").first
    expect(trial).to_contain_text("running")
    page.get_by_role("button", name=re.compile("^Adopt")).last.click()
    expect(trial).to_contain_text("decided by Ada")
    expect(trial).to_contain_text("adopted")
    assert violations(page) == []


def test_a_report_on_paper(open_page: Any) -> None:
    page = open_page("/analytics/satisfaction")
    settled(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Pages of the dashboard")).to_be_hidden()
    expect(page.locator("#csat_trend svg")).to_be_visible()
    save(page, "dashboard-print")
