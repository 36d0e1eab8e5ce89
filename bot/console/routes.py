"""What holds for every console page: security headers, and refusals as a sentence the agent can read."""

from typing import Any, Callable, Coroutine

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from bot.console.auth import LoggedOut
from bot.console.pages import page
from bot.services.handoffs import NotPossible

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    # Not "no-referrer": with that, browsers would hide the origin of our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class ConsoleRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_plainly(request: Request) -> Response:
            try:
                response = await handle(request)
            except LoggedOut:
                response = go_to(request, "/console/login", status=401)
            except NotPossible as reason:
                response = refusal(request, str(reason), 409)
            except HTTPException as error:
                response = refusal(request, error.detail, error.status_code)
            response.headers.update(HEADERS)
            return response

        return handle_plainly


def go_to(request: Request, url: str, status: int = 200) -> Response:
    """Send the browser to another page. `status` is for htmx, which would follow a redirect by itself."""
    if is_htmx(request):
        return Response(status_code=status, headers={"HX-Redirect": url})
    return RedirectResponse(url, status_code=303)


def refusal(request: Request, sentence: str, status: int) -> Response:
    if not is_htmx(request):
        return page(request, "refused.html", status, sentence=sentence)
    headers = {"HX-Retarget": "#notice", "HX-Reswap": "textContent"}
    return Response(sentence, status, headers, media_type="text/plain")


def is_htmx(request: Request) -> bool:
    return "hx-request" in request.headers
