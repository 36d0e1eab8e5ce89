"""What a request is answered when the database can't take or give anything now."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from bot.store.base.trouble import RETRY_AFTER_SECONDS, TROUBLE, told


def answer_trouble(app: FastAPI) -> None:
    """503 instead of 500, with the time to try again; the log says what to do."""
    for kind in TROUBLE:
        app.add_exception_handler(kind, _unavailable)


def _unavailable(_request: Request, error: Exception) -> JSONResponse:
    told(error)
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return JSONResponse({"detail": "This can't be done right now; try again in a moment."}, 503, headers)
