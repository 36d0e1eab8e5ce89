"""Every page: there for who may see it, with the registry's figures, in both languages, over data and over nothing."""

from datetime import date
from typing import Iterator

import pytest

from bot.dashboard.pages import PAGES
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.report import report
from bot.staff.rights import Role
from bot.store.base.database import Database
from bot.warehouse import open_filled
from tests.dashboard.conftest import Shop
from tests.dashboard.reading import charts, links
from tests.staff.people import Browser

PERIOD = "period=custom&from=2025-10-06&until=2026-01-18"
ASKED = Asked(Period(date(2025, 10, 6), date(2026, 1, 19)))
PATHS = [f"/analytics{page.path}" for page in PAGES] + ["/analytics/metrics", "/analytics/metrics/csat"]


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """Pages read the warehouse, which is the same whatever the database behind it."""
    opened = Database(sqlite_url)
    yield opened
    opened.dispose()


@pytest.fixture
def ada(shop: Shop) -> Browser:
    return shop.staff.signed_in("Ada", Role.ANALYST)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_in_every_language(ada: Browser, path: str, language: str) -> None:
    ada.client.cookies.set("notouch_analytics_language", language)
    page = ada.page(f"{path}?{PERIOD}")
    assert f'<html lang="{language}">' in page
    assert 'aria-current="page"' in page
    assert all(link.startswith(("/", "#")) for link in links(page))


@pytest.mark.parametrize("path", PATHS)
def test_every_page_with_odd_filters(ada: Browser, path: str) -> None:
    odd = "channel=%3Cscript%3Ealert(1)%3C/script%3E&topic=&agent=x&outcome=escalated&hour=3&segment=member"
    page = ada.page(f"{path}?period=custom&from=2025-10-06&until=2025-10-12&compare=none&{odd}")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("path", PATHS)
def test_nobody_without_the_right_sees_a_page(shop: Shop, path: str) -> None:
    refused = shop.staff.signed_in("Theo", Role.AGENT).client.get(path)
    assert refused.status_code == 403
    assert "analytics" in refused.text
    assert shop.staff.browser().get(path).status_code == 303


def test_an_unreadable_address_is_said_on_the_page(ada: Browser) -> None:
    assert "is not a date" in ada.page("/analytics?period=custom&from=31.12.2025")


def test_the_overview_shows_the_registrys_figures_each_leading_to_its_page(shop: Shop, ada: Browser) -> None:
    page = ada.page(f"/analytics?{PERIOD}")
    figures = report(shop.warehouse, ASKED, ["conversations", "csat"]).groups["all"]
    assert f'<p class="value">{figures["conversations"].value:,}</p>' in page
    assert f'<p class="value">{float(figures["csat"].value or 0):.1%}</p>' in page
    assert any(link.startswith("/analytics/metrics/csat?") and "from=2025-10-06" in link for link in links(page))


def test_outcomes_of_each_day_sum_to_the_whole(ada: Browser) -> None:
    outcomes = charts(ada.page(f"/analytics?{PERIOD}"))["outcomes"]
    assert outcomes.kind == "stack"
    sums = [sum(float(cell.value or 0) for cell in row[1:]) for row in outcomes.rows[1:]]
    assert sums
    assert all(abs(total - 1) < 1e-9 or total == 0 for total in sums)


def test_a_chart_is_the_table_of_the_registrys_figures(shop: Shop, ada: Browser) -> None:
    drawn = charts(ada.page(f"/analytics/satisfaction?{PERIOD}"))["csat_by_channel"]
    groups = report(shop.warehouse, ASKED.divided("channel"), ["csat"]).groups
    expected = sorted(
        f"{float(figures['csat'].value):.10g}" for figures in groups.values() if figures["csat"].value is not None
    )
    assert drawn.kind == "forest"
    assert sorted(row[1].value for row in drawn.rows[1:] if row[1].value) == expected
    assert all("channel=" in (row[1].link or "") for row in drawn.rows[1:])


def test_filters_hold_on_every_page_and_in_every_link_to_a_figure(ada: Browser) -> None:
    page = ada.page(f"/analytics/containment?{PERIOD}&language=ko")
    inside = [link for link in links(page) if link.startswith("/analytics") and "static" not in link]
    removal = "/analytics/containment?from=2025-10-06&until=2026-01-18"
    # The header's places, and the page of reports, which is told the view as a whole.
    others = {link for link in inside if "language=ko" not in link and not link.startswith("/analytics/reports?")}
    assert others == {"/analytics", removal}


def test_the_language_is_kept_and_only_leads_to_our_own_pages(ada: Browser) -> None:
    answer = ada.send("/analytics/language", to="ko", next="/analytics/topics?period=7d")
    assert answer.headers["location"] == "/analytics/topics?period=7d"
    assert "notouch_analytics_language=ko" in answer.headers["set-cookie"]
    assert ada.send("/analytics/language", to="ko", next="https://evil.example").headers["location"] == "/analytics"
    assert 'lang="ko"' in ada.page("/analytics")


def test_until_there_is_a_warehouse_the_page_says_so_and_looks_again(shop: Shop, ada: Browser) -> None:
    shop.is_ready = False
    for path in PATHS:
        answer = ada.client.get(path)
        assert answer.status_code == 503
        assert "being prepared" in answer.text
        assert 'hx-trigger="every 3s"' in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_a_shop_where_nothing_ever_happened(ada: Browser, shop: Shop, path: str) -> None:
    shop.warehouse = open_filled(shop.database, None)
    page = ada.page(f"{path}?period=7d&compare=none")
    assert {chart.kind for chart in charts(page).values()} <= {"", "line"}
    shop.warehouse.close()
