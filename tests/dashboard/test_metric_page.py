"""The page that explains a figure: what it says is the registry's, and the rows behind it add up to it."""

import re
from datetime import date
from typing import Iterator

import pytest
from markupsafe import escape

from bot.metrics.definitions.metric import Metric
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.report import figure
from bot.metrics.registry import METRICS
from bot.staff.rights import Role
from bot.store.base.database import Database
from tests.dashboard.conftest import Shop
from tests.dashboard.reading import charts, links
from tests.staff.people import Browser

PERIOD = "period=custom&from=2025-10-06&until=2026-01-18"
ASKED = Asked(Period(date(2025, 10, 6), date(2026, 1, 19)))

# One metric for each way of measuring each fact.
ONE_OF_EACH = list({(metric.fact.name, type(metric.measure)): metric for metric in METRICS}.values())


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """Pages read the warehouse, which is the same whatever the database behind it."""
    opened = Database(sqlite_url)
    yield opened
    opened.dispose()


@pytest.fixture
def ana(shop: Shop) -> Browser:
    """An analyst, who may not read transcripts."""
    return shop.staff.signed_in("Ana", Role.ANALYST)


@pytest.mark.parametrize("metric", ONE_OF_EACH, ids=lambda metric: metric.key)
def test_every_kind_of_metric_is_explained(shop: Shop, ana: Browser, metric: Metric) -> None:
    page = ana.page(f"/analytics/metrics/{metric.key}?{PERIOD}&compare=none")
    assert f"<code>{metric.key}</code>" in page
    assert escape(metric.formula) in page
    found = figure(shop.warehouse, ASKED, metric.key)
    if found.denominator is not None and found.numerator is not None:
        assert f"{found.numerator:,} / {found.denominator:,}" in page


@pytest.mark.parametrize(("part", "index"), [("numerator", 0), ("denominator", 1)])
def test_the_rows_page_by_page_are_the_figures_parts(shop: Shop, ana: Browser, part: str, index: int) -> None:
    found = figure(shop.warehouse, ASKED, "csat")
    wanted = (found.numerator, found.denominator)[index] or 0
    seen: list[str] = []
    for number in range(1, 100):
        listed = charts(ana.page(f"/analytics/metrics/csat?{PERIOD}&part={part}&page={number}"))["rows"]
        if not listed.rows:
            break
        seen += [row[0].text for row in listed.rows[1:]]
    assert len(seen) == len(set(seen)) == wanted


def test_the_sum_below_the_rows_is_the_figure(shop: Shop, ana: Browser) -> None:
    found = figure(shop.warehouse, ASKED, "fallback_rate_messages")
    page = ana.page(f"/analytics/metrics/fallback_rate_messages?{PERIOD}&part=denominator")
    assert f"add up to {found.denominator:,}" in page


def test_any_dimension_divides_it(ana: Browser) -> None:
    page = ana.page(f"/analytics/metrics/csat?{PERIOD}")
    offered = re.findall(r'<option value="(\w+)"', page.partition('id="by"')[2].partition("</select>")[0])
    assert {"topic", "agent", "location", "month", "resolver"} <= set(offered)
    for by in offered:
        divided = charts(ana.page(f"/analytics/metrics/csat?{PERIOD}&by={by}"))
        assert f"csat_by_{by}" in divided or "csat_trend" in divided


def test_a_product_shows_its_factors(ana: Browser) -> None:
    page = ana.page(f"/analytics/metrics/customer_lifetime_value?{PERIOD}")
    for factor in ("average_order_value", "purchase_frequency", "lifespan"):
        assert any(link.startswith(f"/analytics/metrics/{factor}?") for link in links(page))


def test_a_filter_that_does_not_fit_is_explained(ana: Browser) -> None:
    assert "not measured on what you filter by" in ana.page(f"/analytics/metrics/retention_rate?{PERIOD}&topic=x")


@pytest.mark.parametrize("key", ["nonsense", "csat%00", "csat;", "__class__"])
def test_there_is_no_page_for_what_is_no_metric(ana: Browser, key: str) -> None:
    assert ana.client.get(f"/analytics/metrics/{key}").status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=999999999", "part=other", "by=" + "x" * 500])
def test_hostile_values_are_refused_or_harmless(ana: Browser, query: str) -> None:
    assert ana.client.get(f"/analytics/metrics/csat?{query}").status_code in (200, 422)


def test_a_transcript_is_only_for_who_may_read_it(shop: Shop, ana: Browser) -> None:
    number = next(link for link in links(ana.page(f"/analytics/metrics/csat?{PERIOD}")) if "/conversations/" in link)
    refused = ana.client.get(number)
    assert refused.status_code == 403
    assert "reading transcripts" in refused.text
    shop.staff.becomes("Ana", Role.ANALYST, reads_transcripts=True)
    # The operational database of the test has no conversations: allowed, and not there.
    assert ana.client.get(number).status_code == 404
