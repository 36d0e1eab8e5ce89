"""The page of reports by e-mail: what is sent to whom, and new ones."""

from typing import Annotated, Any, Optional
from urllib.parse import urlencode

from fastapi import Form, Query, Request, Response
from fastapi import Path as PathValue
from fastapi.responses import RedirectResponse

from bot.base import patterns
from bot.base.clock import now
from bot.base.settings import Settings
from bot.dashboard.desk import Desk, Preparing
from bot.dashboard.mailing.schedule import EVERY, next_time
from bot.dashboard.mailing.sending import Reports, page_of
from bot.dashboard.visits.view import ROOT
from bot.staff.auth import SignedIn
from bot.staff.rights import Right
from bot.store.analytics import scheduled_reports as stored
from bot.store.analytics.scheduled_reports import ScheduledReport
from bot.store.base.database import Database

PATH = f"{ROOT}/reports"
_LONGEST = 2000
RowId = Annotated[int, PathValue(ge=1, lt=2**63)]


class ReportPages:
    def __init__(self, desk: Desk, database: Database, settings: Settings, reports: Reports) -> None:
        self._desk = desk
        self._database = database
        self._settings = settings
        self._reports = reports

    def page(
        self, request: Request, session: SignedIn, view: Annotated[str, Query(max_length=_LONGEST)] = "",
        said: str = "", problem: str = "", email: str = "",
    ) -> Response:  # fmt: skip
        """The reports of this person, for administrators of everybody; `said` and `problem` name a text."""
        try:
            visit = self._desk.visit(request)
        except Preparing:
            return self._desk.preparing(request)
        values: dict[str, Any] = dict(
            reports=self._listed(session), is_on=self._reports.is_on, every=EVERY, page_of=page_of, email=email,
            wanted=view if page_of(view) else "", said=visit.t.reports[said] if said in _SAID else "",
            problem=visit.t.reports[problem] if problem in _PROBLEMS else "",
        )  # fmt: skip
        return self._desk.page(request, visit, "reports.html", visit.t.reports.title, has_filters=False, **values)

    def add(
        self,
        request: Request,
        session: SignedIn,
        view: Annotated[str, Form(max_length=_LONGEST)] = "",
        email: Annotated[str, Form(max_length=254)] = "",
        every: Annotated[str, Form()] = "week",
    ) -> Response:
        page = page_of(view)
        address = email.strip()
        if page is None or every not in EVERY:
            return _back(problem="wrong_view")
        if patterns.email(address) != address:
            return _back(problem="wrong_email", view=view, email=address)
        language = self._desk.visit(request).language
        with self._database.write() as tx:
            first = next_time(every, now(), self._settings.time_zone)
            stored.add(tx, session.agent.id, view, address, language, every, first)
        return _back(said="added")

    def remove(self, session: SignedIn, report_id: RowId) -> Response:
        with self._database.write() as tx:
            stored.remove(tx, report_id, self._whose(session))
        return _back(said="removed")

    def send(self, request: Request, session: SignedIn, report_id: RowId) -> Response:
        """Send one now, to see how it looks and whether it arrives."""
        report = next((one for one in self._listed(session) if one.id == report_id), None)
        if report is None:
            return _back()
        sent = self._reports.send(self._desk.visit(request).warehouse, report)
        return _back(said="sent", email=report.email) if sent else _back()

    def _listed(self, session: SignedIn) -> list[ScheduledReport]:
        with self._database.read() as tx:
            return stored.listed(tx, self._whose(session))

    def _whose(self, session: SignedIn) -> Optional[int]:
        return None if session.may(Right.ADMINISTER) else session.agent.id


_SAID = ("added", "removed", "sent")
_PROBLEMS = ("wrong_email", "wrong_view")


def _back(**said: str) -> Response:
    return RedirectResponse(f"{PATH}?{urlencode(said)}" if said else PATH, status_code=303)
