"""Views by e-mail: what they say, that each is sent once, and what happens when it can't be."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Callable, Iterator

import pytest

from bot.base.clock import now
from bot.base.content import Content
from bot.base.settings import Settings
from bot.dashboard.mailing.schedule import next_time
from bot.dashboard.mailing.sending import Reports
from bot.staff.rights import Role
from bot.store.analytics import scheduled_reports as stored
from bot.store.analytics.scheduled_reports import ScheduledReport
from tests.dashboard.conftest import Shop
from tests.fakes.mail_server import MailServer

VIEW = "?from=2025-10-06&until=2026-01-18&channel=web"


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer().running() as server:
        yield server


@pytest.fixture
def reports(shop: Shop, mail: MailServer, content: Content, settings: Callable[..., Settings]) -> Reports:
    shop.staff.agent("Ana", Role.ANALYST)
    made = settings(smtp_url=mail.url, mail_from="reports@shop.example", public_url="https://shop.example")
    return Reports(lambda: shop.warehouse, shop.database, content, made)


def order(shop: Shop, view: str = VIEW, language: str = "en", due: timedelta = timedelta(0)) -> None:
    with shop.database.write() as tx:
        stored.add(tx, shop.staff.find("Ana").id, view, "boss@shop.example", language, "day", now() - due)


def listed(shop: Shop) -> list[ScheduledReport]:
    with shop.database.read() as tx:
        return stored.listed(tx)


def test_a_report_has_the_figures_of_its_view(shop: Shop, mail: MailServer, reports: Reports) -> None:
    order(shop)
    assert reports.send_due() == 1
    (message,) = mail.taken
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert (message["To"], message["From"]) == ("boss@shop.example", "reports@shop.example")
    assert message["Subject"].startswith("Overview, ")
    for part in (text.get_content(), html.get_content()):
        assert "Containment" in part
        assert "https://shop.example/analytics?" in part
    assert "<script" not in html.get_content()


def test_it_is_written_in_the_language_it_was_ordered_in(shop: Shop, mail: MailServer, reports: Reports) -> None:
    order(shop, language="ko")
    reports.send_due()
    html = mail.taken[0].get_body(("html",))
    assert html is not None
    assert '<html lang="ko">' in html.get_content()


def test_it_is_sent_once_and_then_the_next_morning(shop: Shop, mail: MailServer, reports: Reports) -> None:
    order(shop)
    assert (reports.send_due(), reports.send_due()) == (1, 0)
    (report,) = listed(shop)
    assert len(mail.taken) == 1
    assert report.sent_at is not None
    assert report.next_at == next_time("day", now(), "UTC")


def test_two_processes_send_it_once(shop: Shop, mail: MailServer, reports: Reports) -> None:
    for _ in range(4):
        order(shop)
    ready = threading.Barrier(3)

    def work() -> None:
        ready.wait()
        reports.send_due()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mail.taken) == 4


def test_a_failure_is_shown_and_tried_again(shop: Shop, mail: MailServer, reports: Reports) -> None:
    order(shop)
    mail.refusal = "554 the mailbox is full"
    assert reports.send_due() == 0
    (report,) = listed(shop)
    assert report.error == "SMTPDataError: 554 the mailbox is full"
    assert timedelta(minutes=14) < report.next_at - now() < timedelta(minutes=16)
    mail.refusal = ""
    assert reports.send(shop.warehouse, report)
    assert [(one.error, one.failed_at) for one in listed(shop)] == [(None, None)]


@pytest.mark.parametrize("change", ["disabled", "agent"])
def test_who_lost_the_right_gets_no_more_reports(shop: Shop, mail: MailServer, reports: Reports, change: str) -> None:
    order(shop)
    if change == "disabled":
        shop.staff.disable("Ana")
    else:
        shop.staff.becomes("Ana", Role.AGENT)
    assert reports.send_due() == 0
    assert mail.taken == []
    assert "no right" in str(listed(shop)[0].error)


def test_nothing_is_due_before_its_time_or_without_figures(shop: Shop, mail: MailServer, reports: Reports) -> None:
    order(shop, due=-timedelta(hours=1))
    assert reports.send_due() == 0
    order(shop)
    waiting = Reports(lambda: None, shop.database, reports._content, reports._settings)
    assert waiting.send_due() == 0
    assert mail.taken == []


@pytest.mark.parametrize(
    ("every", "after", "expected"),
    [
        ("day", datetime(2025, 3, 3, 5), datetime(2025, 3, 3, 6)),
        ("day", datetime(2025, 3, 3, 6), datetime(2025, 3, 4, 6)),
        ("week", datetime(2025, 3, 3, 6), datetime(2025, 3, 10, 6)),
        ("month", datetime(2025, 3, 31, 12), datetime(2025, 4, 1, 5)),
        # The morning after the clocks went forward comes an hour earlier.
        ("day", datetime(2025, 3, 29, 12), datetime(2025, 3, 30, 5)),
    ],
)
def test_mornings_in_berlin(every: str, after: datetime, expected: datetime) -> None:
    found = next_time(every, after.replace(tzinfo=timezone.utc), "Europe/Berlin")
    assert found == expected.replace(tzinfo=timezone.utc)


def test_reports_are_ordered_and_stopped_on_their_page(shop: Shop) -> None:
    browser = shop.staff.signed_in("Mia", Role.ANALYST)
    browser.home = "/analytics/reports"
    page = browser.page("/analytics/reports?view=/satisfaction?period=7d")
    assert 'value="/satisfaction?period=7d"' in page
    fields = dict(view="/satisfaction?period=7d", email="mia@shop.example", every="month")
    assert browser.send("/analytics/reports", **fields).status_code == 303
    (report,) = listed(shop)
    assert (report.view, report.every, report.email) == ("/satisfaction?period=7d", "month", "mia@shop.example")
    stranger = shop.staff.signed_in("Noa", Role.ANALYST)
    stranger.home = "/analytics/reports"
    assert "mia@shop.example" not in stranger.page("/analytics/reports")
    stranger.send(f"/analytics/reports/{report.id}/remove")
    assert listed(shop) == [replace(report)]
    browser.send(f"/analytics/reports/{report.id}/remove")
    assert listed(shop) == []


@pytest.mark.parametrize(
    "fields",
    [
        dict(view="/satisfaction", email="nobody", every="day"),
        dict(view="/satisfaction", email="a@b.example\nBcc: c@d.example", every="day"),
        dict(view="//evil.example", email="a@b.example", every="day"),
        dict(view="/satisfaction", email="a@b.example", every="minute"),
    ],
)
def test_what_is_no_report_is_refused(shop: Shop, fields: dict[str, str]) -> None:
    browser = shop.staff.signed_in("Mia", Role.ANALYST)
    browser.home = "/analytics/reports"
    answer = browser.send("/analytics/reports", **fields)
    assert "problem=wrong" in answer.headers["location"]
    assert listed(shop) == []
