"""Sending browsers to another page, and back to it after the log-in: only ever to a page of ours."""

import re
from typing import Optional
from urllib.parse import quote, urlsplit, urlunsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

# Browsers read "//host", "/\host", and both with tabs or line breaks inside, as another site.
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def is_htmx(request: Request) -> bool:
    return "hx-request" in request.headers


def go_to(request: Request, url: str, status: int = 200) -> Response:
    """Send the browser to another page. `status` is for htmx, which would follow a redirect by itself."""
    if is_htmx(request):
        return Response(status_code=status, headers={"HX-Redirect": url})
    return RedirectResponse(url, status_code=303)


def local(address: str) -> Optional[str]:
    """The address where it is a path of this site that can be gone to, else None."""
    return address if _LOCAL.fullmatch(address) and urlsplit(address).path not in ("/login", "/logout") else None


def login_for(request: Request) -> str:
    """The log-in's address, with the page to come back to: the one asked for, or the one htmx asked from."""
    wanted = _page(request)
    return f"/login?next={quote(wanted, safe='/')}" if wanted else "/login"


def _page(request: Request) -> Optional[str]:
    if is_htmx(request):
        shown = urlsplit(request.headers.get("hx-current-url", ""))
        return local(urlunsplit(("", "", shown.path, shown.query, "")))
    if request.method != "GET":
        return None
    # Not of request.url, which believes the Host header.
    query = request.scope["query_string"].decode("latin-1")
    return local(urlunsplit(("", "", quote(request.scope["path"]), query, "")))
