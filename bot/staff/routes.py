"""What holds for every page of staff: no copy of it is kept, and refusals are a sentence they can read."""

from typing import Any, Callable, Coroutine

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from bot.services.handoffs import NotPossible
from bot.staff.auth import LoggedOut
from bot.staff.destinations import go_to, is_htmx, login_for
from bot.staff.pages import shared_page


class StaffRoute(APIRoute):
    """The route class of every router with pages for staff."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_plainly(request: Request) -> Response:
            try:
                response = await handle(request)
            except LoggedOut:
                response = go_to(request, login_for(request), status=401)
            except NotPossible as reason:
                response = refusal(request, str(reason), 409)
            except HTTPException as error:
                response = refusal(request, error.detail, error.status_code)
            response.headers["Cache-Control"] = "no-store"
            return response

        return handle_plainly


def refusal(request: Request, sentence: str, status: int) -> Response:
    """The sentence, on a page of its own or, for htmx, in the page's #notice."""
    if not is_htmx(request):
        session = getattr(request.state, "session", None)
        return shared_page(request, "refused.html", status, sentence=sentence, agent=session and session.agent)
    headers = {"HX-Retarget": "#notice", "HX-Reswap": "textContent"}
    return Response(sentence, status, headers, media_type="text/plain")
