"""Sends the reports that are due, each once, however many processes run."""

import threading
from datetime import timedelta
from typing import Optional
from urllib.parse import parse_qs, urlsplit

import structlog

from bot.base.clock import now
from bot.base.content import Content
from bot.base.settings import Settings
from bot.dashboard.desk import GetWarehouse
from bot.dashboard.mailing.letters import Letter, letter
from bot.dashboard.mailing.schedule import next_time
from bot.dashboard.pages import PAGES
from bot.dashboard.sections import Page
from bot.dashboard.visits.view import ROOT, read_view
from bot.dashboard.visits.visit import Visit
from bot.services.mail import Mailer, MailFailed
from bot.staff.rights import Right, rights
from bot.store.analytics import scheduled_reports as stored
from bot.store.analytics.scheduled_reports import ScheduledReport
from bot.store.base.database import Database
from bot.store.staff import agents
from bot.warehouse import Warehouse

log = structlog.get_logger()
_LOOK_EVERY_SECONDS = 20.0
_AGAIN_AFTER = timedelta(minutes=15)


class NotSent(Exception):
    """The report can't be sent; the text says why, for the page that lists it."""


class Reports:
    """Runs in a thread of its own from `start` to `stop`."""

    def __init__(self, warehouse: GetWarehouse, database: Database, content: Content, settings: Settings) -> None:
        self._warehouse = warehouse
        self._database = database
        self._content = content
        self._settings = settings
        self._mailer = Mailer(settings)
        self._stopping = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="reports", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    @property
    def is_on(self) -> bool:
        return self._mailer.is_on

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY_SECONDS):
            try:
                self.send_due()
            except Exception:
                log.exception("could not send reports; trying again")

    def send_due(self) -> int:
        """Send what is due, where this process has the figures; gives the number sent."""
        warehouse = self._warehouse()
        if warehouse is None:
            return 0
        with self._database.read() as tx:
            due = stored.due(tx, now())
        return sum(self._take(warehouse, report) for report in due)

    def _take(self, warehouse: Warehouse, report: ScheduledReport) -> bool:
        with self._database.write() as tx:
            # Before it is sent: a report that two processes send is worse than one that a crash swallows.
            taken = stored.claim(tx, report, next_time(report.every, now(), self._settings.time_zone))
        return taken and self.send(warehouse, report)

    def send(self, warehouse: Warehouse, report: ScheduledReport) -> bool:
        """Send one report now, and note how it went."""
        problem = self._problem(warehouse, report)
        with self._database.write() as tx:
            if problem is None:
                stored.sent(tx, report.id, now())
            else:
                stored.failed(tx, report.id, now(), problem, now() + _AGAIN_AFTER)
        return problem is None

    def _problem(self, warehouse: Warehouse, report: ScheduledReport) -> Optional[str]:
        """Why it could not be sent; None when it was."""
        try:
            self._check(report)
            written = self.letter(warehouse, report)
            self._mailer.send(report.email, written.subject, written.text, written.html)
        except (MailFailed, NotSent) as reason:
            log.warning("a report was not sent", report=report.id, error=str(reason))
            return str(reason)
        except Exception:
            log.exception("a report could not be written", report=report.id)
            return "The report could not be written; the server's log says why."
        return None

    def _check(self, report: ScheduledReport) -> None:
        with self._database.read() as tx:
            owner = agents.find(tx, report.agent)
        if owner is None or owner.disabled_at or Right.ANALYTICS not in rights(owner):
            raise NotSent(f"{report.agent} has no right to the analytics any more.")

    def letter(self, warehouse: Warehouse, report: ScheduledReport) -> Letter:
        """What the report says now."""
        parts = urlsplit(report.view)
        page = page_of(report.view)
        if page is None:
            raise NotSent("There is no such page any more.")
        view = read_view(parse_qs(parts.query, keep_blank_values=True), self._settings.time_zone)
        # Texts of customers don't leave by mail.
        visit = Visit(warehouse, self._database, self._content, self._settings, view, report.language, may_read=False)
        address = f"{self._settings.public_url or self._settings.own_address}{ROOT}{report.view}"
        return letter(visit, page, address)


def page_of(view: str) -> Optional[Page]:
    """The page that an address below /analytics leads to."""
    parts = urlsplit(view)
    if parts.scheme or parts.netloc:
        return None
    return next((page for page in PAGES if page.path == parts.path.rstrip("/")), None)
