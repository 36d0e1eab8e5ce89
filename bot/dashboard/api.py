"""The read-only API of the metrics: every figure of the dashboard, for other programs."""

from typing import Annotated, Any, Callable, Literal, Mapping, Optional

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from bot.metrics.definitions.metric import Metric
from bot.metrics.output.export import plain, to_csv, to_plain
from bot.metrics.queries.asked import Asked
from bot.metrics.queries.reading import Given, Unanswerable, asked, read_keys
from bot.metrics.queries.report import report, trend
from bot.metrics.queries.rows import rows
from bot.metrics.registry import BY_KEY, METRICS
from bot.staff.tokens import require_token
from bot.store.base.database import Database
from bot.warehouse.warehouse import Warehouse

Source = Callable[[], Optional[Warehouse]]

_FILTERS = (
    "The period is `from` (a day) and `to` (the day after the last one), or `period` (7d, 28d, 90d, 365d, this_month, "
    "last_month). Filter by any dimension with its name, once for each value: `channel=web&channel=telegram`."
)


def router(database: Database, source: Source, time_zone: str) -> APIRouter:
    """Below /api/metrics. `source` gives the warehouse, None while it is being prepared."""
    api = APIRouter(prefix="/api/metrics", tags=["metrics"], dependencies=[Depends(require_token(database))])
    _Api(source, time_zone).add_to(api)
    return api


class _Api:
    def __init__(self, source: Source, time_zone: str) -> None:
        self._source = source
        self._time_zone = time_zone

    def add_to(self, api: APIRouter) -> None:
        api.add_api_route("", self.figures, description=f"All figures of a period, or the `metrics` named. {_FILTERS}")
        api.add_api_route("/definitions", self.definitions)
        api.add_api_route("/{key}/trend", self.trend, description=f"A metric over time. {_FILTERS}")
        api.add_api_route("/{key}/rows", self.rows, description=f"The rows behind a figure, 50 a page. {_FILTERS}")

    def definitions(self) -> list[dict[str, Any]]:
        """Every metric: its formula in words, its unit, and what is left out."""
        return [_definition(metric) for metric in METRICS]

    def figures(
        self,
        request: Request,
        metrics: Annotated[list[str], Query(description="Keys, separated by commas; all by default.")] = [],  # noqa: B006
        by: Annotated[str, Query(description="A dimension to divide the figures by.")] = "",
        written: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
    ) -> Any:
        found = report(self._warehouse(), self._asked(request), _understood(read_keys, metrics))
        return Response(to_csv(found), media_type="text/csv") if written == "csv" else to_plain(found)

    def trend(
        self, request: Request, key: str, unit: Literal["day", "week", "month", "quarter"] = "day"
    ) -> list[dict[str, Any]]:
        found = trend(self._warehouse(), self._asked(request), _known(key), unit)
        return [{"from": start, **plain(figure)} for start, figure in found.items()]

    def rows(
        self,
        request: Request,
        key: str,
        part: Literal["numerator", "denominator"] = "denominator",
        page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    ) -> dict[str, Any]:
        found = rows(self._warehouse(), _known(key), self._asked(request), part, page)
        listed = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        return {"total": found.total, "amount": found.amount, "page": page, "rows": listed}

    def _warehouse(self) -> Warehouse:
        warehouse = self._source()
        if warehouse is None:
            raise HTTPException(503, "The figures are being prepared; try again in a minute.", {"Retry-After": "10"})
        return warehouse

    def _asked(self, request: Request) -> Asked:
        given: Given = {name: request.query_params.getlist(name) for name in request.query_params}
        found: Asked = _understood(asked, given, self._time_zone)
        return found


def _understood(read: Callable[..., Any], *given: Any) -> Any:
    try:
        return read(*given)
    except Unanswerable as problem:
        raise HTTPException(422, str(problem)) from problem


def _known(key: str) -> str:
    if key not in BY_KEY:
        raise HTTPException(404, "There is no such metric. /api/metrics/definitions lists all.")
    return key


def _definition(metric: Metric) -> dict[str, Any]:
    names = ("key", "name", "formula", "unit", "exclusions", "source", "better")
    described: Mapping[str, Any] = {name: getattr(metric, name) for name in names}
    return {**described, "fact": metric.fact.name}
