"""From a request to a page: the warehouse, the view of the address, the language, and what every page shows."""

from typing import Any, Callable, Optional

from fastapi import Request, Response

from bot.base.content import Content
from bot.base.settings import Settings
from bot.dashboard.charts.chart import plain
from bot.dashboard.visits.filters import OFFERED, chips, filters
from bot.dashboard.visits.view import COMPARISONS, ROOT, read_view
from bot.dashboard.visits.visit import Visit
from bot.dashboard.wording import texts
from bot.metrics.queries.reading import PRESETS
from bot.staff.auth import Session
from bot.staff.pages import Pages
from bot.staff.rights import Right
from bot.store.base.database import Database
from bot.warehouse import Warehouse

COOKIE = "notouch_analytics_language"
GetWarehouse = Callable[[], Optional[Warehouse]]


class Preparing(Exception):
    """There is no warehouse to read yet."""


class Desk:
    """`navigation` are the pages by key, with their paths below /analytics."""

    def __init__(
        self,
        warehouse: GetWarehouse,
        database: Database,
        content: Content,
        settings: Settings,
        render: Pages,
        navigation: list[tuple[str, str]],
    ) -> None:
        self._warehouse = warehouse
        self._database = database
        self._content = content
        self._settings = settings
        self._render = render
        self._navigation = navigation
        render.environment.filters["plain"] = plain

    def visit(self, request: Request) -> Visit:
        """
        Raises:
            Preparing
        """
        warehouse = self._warehouse()
        if warehouse is None:
            raise Preparing
        session: Session = request.state.session
        query = {name: request.query_params.getlist(name) for name in request.query_params}
        return Visit(
            warehouse=warehouse,
            database=self._database,
            content=self._content,
            settings=self._settings,
            view=read_view(query, self._settings.time_zone),
            language=language(request),
            may_read=session.may(Right.TRANSCRIPTS),
        )

    def page(
        self, request: Request, visit: Visit, template: str, heading: str, here: str = "", has_filters: bool = True,
        **values: Any,
    ) -> Response:  # fmt: skip
        """`here` is the page of the navigation that this one belongs to."""
        path = request.scope["path"].removeprefix(ROOT)
        chosen: dict[str, Any] = {"filters": filters(visit), "chips": chips(visit, path)} if has_filters else {}
        return self._render(
            request, template, **self._shared(request, visit), heading=heading, here=here, path=path,
            has_filters=has_filters, **{"exported": "", "kept": {}, **chosen, **values},
        )  # fmt: skip

    def _shared(self, request: Request, visit: Visit) -> dict[str, Any]:
        return {
            "t": visit.t, "labels": visit.t.labels, "visit": visit, "view": visit.view,
            "languages": texts.languages(), "pages": self._navigation, "presets": tuple(PRESETS),
            "comparisons": COMPARISONS, "offered": OFFERED, "url_path": request.scope["path"],
            "address": _address(request), "zone": self._settings.time_zone,
        }  # fmt: skip

    def preparing(self, request: Request) -> Response:
        chosen = language(request)
        t = texts.languages()[chosen]
        return self._render(
            request, "preparing.html", 503, t=t, labels=t.labels, language=chosen, address=_address(request)
        )


def language(request: Request) -> str:
    return texts.chosen(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))


def _address(request: Request) -> str:
    # Not of request.url, which believes the Host header.
    path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path
