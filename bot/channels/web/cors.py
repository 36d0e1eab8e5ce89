"""Lets pages of any site call the chat API: it takes no cookies, so a foreign page gains nothing by calling it."""

from typing import Any

from fastapi.routing import APIRoute
from starlette.middleware.cors import CORSMiddleware


class OpenRoute(APIRoute):
    """A route with the CORS headers on each of its answers, errors included."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.app = CORSMiddleware(
            self.app,
            allow_origins=["*"],
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
            max_age=86400,
        )
