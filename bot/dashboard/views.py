"""The dashboard as one router: which page is where, and that all need the right to it."""

from pathlib import Path
from typing import Annotated, Callable

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from fastapi import Path as PathValue
from fastapi.responses import RedirectResponse

from bot.base.content import Content
from bot.base.settings import Settings
from bot.dashboard.decisions import Decisions
from bot.dashboard.desk import COOKIE, Desk, GetWarehouse, Preparing
from bot.dashboard.explanation import explained
from bot.dashboard.exports import Written, chart_file, rows_file
from bot.dashboard.leaves import MOST_PAGES
from bot.dashboard.listing import listing
from bot.dashboard.mailing.reports import ReportPages
from bot.dashboard.mailing.sending import Reports
from bot.dashboard.pages import PAGES
from bot.dashboard.sections import Page
from bot.dashboard.visits.view import ROOT
from bot.dashboard.visits.visit import Visit
from bot.dashboard.wording import texts
from bot.metrics.definitions.measures import Part
from bot.metrics.registry import BY_KEY
from bot.staff.auth import Sessions
from bot.staff.cases import Case, load_case
from bot.staff.destinations import local
from bot.staff.pages import Pages
from bot.staff.rights import Right
from bot.staff.routes import StaffRoute
from bot.store.base.database import Database

# To be served at /analytics/static.
STATIC = Path(__file__).parent / "static"
_YEAR_SECONDS = 365 * 86_400
RowId = Annotated[int, PathValue(ge=1, lt=2**63)]


def router(
    warehouse: GetWarehouse,
    database: Database,
    content: Content,
    settings: Settings,
    sessions: Sessions,
    reports: Reports,
) -> APIRouter:
    """The pages below /analytics. `warehouse` gives None while there is none to read."""
    listed = [(page.key, page.path) for page in PAGES if not page.part_of]
    navigation = [*listed, ("metrics", "/metrics")]
    render = Pages(Path(__file__).parent / "templates")
    desk = Desk(warehouse, database, content, settings, render, navigation)
    views = Views(desk, database)
    may = Depends(sessions.guard(Right.ANALYTICS))
    pages = APIRouter(prefix=ROOT, route_class=StaffRoute, include_in_schema=False, dependencies=[may])
    for page in PAGES:
        pages.add_api_route(page.path, views.of(page))
    pages.add_api_route("/metrics", views.metrics)
    pages.add_api_route("/metrics/{key}", views.metric)
    pages.add_api_route("/files/{page}/{chart}.{written}", views.chart_file)
    pages.add_api_route("/files/{key}-{part}.{written}", views.rows_file)
    _add_reports(pages, ReportPages(desk, database, settings, reports))
    Decisions(database, warehouse).add_to(pages)
    pages.add_api_route("/language", views.choose_language, methods=["POST"])
    reads = [Depends(sessions.guard(Right.ANALYTICS, Right.TRANSCRIPTS))]
    pages.add_api_route("/conversations/{conversation_id}", views.conversation, dependencies=reads)
    return pages


def _add_reports(pages: APIRouter, reports: ReportPages) -> None:
    pages.add_api_route("/reports", reports.page)
    pages.add_api_route("/reports", reports.add, methods=["POST"])
    pages.add_api_route("/reports/{report_id}/remove", reports.remove, methods=["POST"])
    pages.add_api_route("/reports/{report_id}/send", reports.send, methods=["POST"])


class Views:
    def __init__(self, desk: Desk, database: Database) -> None:
        self._desk = desk
        self._database = database

    def of(self, page: Page) -> Callable[[Request], Response]:
        def show(request: Request) -> Response:
            return self._shown(request, lambda visit: self._page(request, visit, page))

        return show

    def _page(self, request: Request, visit: Visit, page: Page) -> Response:
        values = {"sections": page.sections(visit), **page.more(visit), "exported": page.key}
        heading, here = str(visit.t.pages[page.key]), page.part_of or page.key
        return self._desk.page(request, visit, page.template, heading, here, page.has_filters, **values)

    def _shown(self, request: Request, show: Callable[[Visit], Response]) -> Response:
        try:
            visit = self._desk.visit(request)
        except Preparing:
            return self._desk.preparing(request)
        return show(visit)

    def metrics(self, request: Request) -> Response:
        return self._shown(
            request,
            lambda visit: self._desk.page(
                request, visit, "metrics.html", str(visit.t.metric.all), "metrics", listed=listing(visit)
            ),
        )

    def metric(
        self,
        request: Request,
        key: str,
        by: Annotated[str, Query(max_length=50)] = "",
        part: Part = "denominator",
        page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1,
    ) -> Response:
        if key not in BY_KEY:
            raise HTTPException(404, "There is no such metric. /analytics/metrics lists all.")

        def show(visit: Visit) -> Response:
            values = explained(visit, BY_KEY[key], by, part, page)
            return self._desk.page(request, visit, "metric.html", visit.name(key), "metrics", **values)

        return self._shown(request, show)

    def chart_file(self, request: Request, page: str, chart: str, written: Written) -> Response:
        found = next((one for one in PAGES if one.key == page), None)
        if found is None:
            raise HTTPException(404, "There is no such page.")
        return chart_file(self._ready(request), found, chart, written)

    def rows_file(self, request: Request, key: str, part: Part, written: Written) -> Response:
        if key not in BY_KEY:
            raise HTTPException(404, "There is no such metric. /analytics/metrics lists all.")
        return rows_file(self._ready(request), key, part, written)

    def _ready(self, request: Request) -> Visit:
        try:
            return self._desk.visit(request)
        except Preparing as reason:
            raise HTTPException(503, "The figures are being prepared; try again in a minute.") from reason

    def conversation(self, request: Request, conversation_id: RowId) -> Response:
        case = load_case(self._database, conversation_id)
        if case is None:
            raise HTTPException(404, "There is no such conversation.")
        return self._shown(request, lambda visit: self._transcript(request, visit, case))

    def _transcript(self, request: Request, visit: Visit, case: Case) -> Response:
        """Without the customer's name, which no analysis needs."""
        name = visit.t.customer.format(case.conversation.customer_id)
        values = {"case": case, "conversation": case.conversation, "name": name}
        heading = visit.t.conversation.format(case.conversation.id)
        return self._desk.page(request, visit, "conversation.html", heading, has_filters=False, **values)

    def choose_language(
        self, to: Annotated[str, Form()] = texts.DEFAULT, wanted: Annotated[str, Form(alias="next")] = ""
    ) -> Response:
        response = RedirectResponse(local(wanted) or ROOT, status_code=303)
        chosen = to if to in texts.languages() else texts.DEFAULT
        response.set_cookie(COOKIE, chosen, max_age=_YEAR_SECONDS, httponly=True, samesite="lax")
        return response
