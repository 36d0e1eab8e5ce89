"""What analysts decide: goals for metrics, and the course of experiments. Who decided is kept with it."""

from typing import Annotated, Callable, Optional

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi import Path as PathValue

from bot.base.currencies import decimals
from bot.dashboard.pages.goals import typed
from bot.dashboard.visits.view import ROOT
from bot.metrics.queries.dimensions import main_currency
from bot.metrics.registry import BY_KEY
from bot.services import experiments
from bot.staff.auth import SignedIn
from bot.staff.destinations import go_to
from bot.store.analytics import goals
from bot.store.analytics.goals import EVERY
from bot.store.base.database import Database
from bot.warehouse import Warehouse

RowId = Annotated[int, PathValue(ge=1, lt=2**63)]
_NO_NUMBER = 'Write a target as a number, like 85 or 12.5; "{}" is none.'


class Decisions:
    def __init__(self, database: Database, warehouse: Callable[[], Optional[Warehouse]]) -> None:
        self._database = database
        self._warehouse = warehouse

    def add_to(self, pages: APIRouter) -> None:
        pages.add_api_route("/goals", self.set_goal, methods=["POST"])
        pages.add_api_route("/goals/{goal_id}/remove", self.remove_goal, methods=["POST"])
        for decide in (self.start, self.stop, self.adopt):
            pages.add_api_route(f"/experiments/{{key}}/{decide.__name__}", decide, methods=["POST"])

    def set_goal(
        self,
        request: Request,
        session: SignedIn,
        metric: Annotated[str, Form()] = "",
        every: Annotated[str, Form()] = "",
        target: Annotated[str, Form(max_length=40)] = "",
        benchmark: Annotated[str, Form(max_length=40)] = "",
    ) -> Response:
        if metric not in BY_KEY or every not in EVERY:
            raise HTTPException(404, "There is no such metric, or no such span of time. Go back and choose one.")
        wanted = self._typed(metric, target)
        compared = self._typed(metric, benchmark) if benchmark.strip() else None
        with self._database.write() as tx:
            goals.put(tx, metric, every, wanted, compared, session.agent.id)
        return go_to(request, f"{ROOT}/goals")

    def _typed(self, metric: str, written: str) -> float:
        warehouse = self._warehouse()
        currency = main_currency(warehouse) if warehouse else ""
        try:
            return typed(BY_KEY[metric].unit, written, decimals().get(currency, 2))
        except ValueError:
            raise HTTPException(400, _NO_NUMBER.format(written[:40])) from None

    def remove_goal(self, request: Request, goal_id: RowId) -> Response:
        with self._database.write() as tx:
            goals.remove(tx, goal_id)
        return go_to(request, f"{ROOT}/goals")

    def start(self, request: Request, session: SignedIn, key: str) -> Response:
        return _decided(request, lambda: experiments.start(self._database, key, session.agent.id))

    def stop(self, request: Request, session: SignedIn, key: str) -> Response:
        return _decided(request, lambda: experiments.stop(self._database, key, session.agent.id))

    def adopt(self, request: Request, session: SignedIn, key: str, variant: Annotated[str, Form()] = "") -> Response:
        return _decided(request, lambda: experiments.adopt(self._database, key, variant, session.agent.id))


def _decided(request: Request, decide: Callable[[], None]) -> Response:
    try:
        decide()
    except experiments.NotPossible as reason:
        raise HTTPException(409, str(reason)) from reason
    return go_to(request, f"{ROOT}/experiments")
