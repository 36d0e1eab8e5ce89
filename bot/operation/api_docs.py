"""The API's description: /openapi.json for programs, and /docs to read and try it."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse

_PAGE = Path(__file__).parent / "docs.html"


def router() -> APIRouter:
    """Needs the built front end at /static."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/openapi.json")
    def description(request: Request) -> Any:
        return request.app.openapi()

    @routes.get("/docs")
    def docs() -> FileResponse:
        return FileResponse(_PAGE)

    return routes
