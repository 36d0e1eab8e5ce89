"""The page where operators try what the assistant replies to a message."""

from typing import Annotated, Callable, Optional

from fastapi import Form, Request, Response

from bot.base.content import Content
from bot.console.pages import page
from bot.services.inbox import Rejected
from bot.turn.asking import Asked, StillLoading

Ask = Callable[[str, Optional[str]], Asked]
LOADING = "The assistant is still loading. Try again in a few seconds."


class AskPages:
    def __init__(self, content: Content, ask: Ask) -> None:
        self._languages = content.languages
        self._ask = ask

    def form(self, request: Request) -> Response:
        return self._page(request)

    def ask(
        self, request: Request, text: Annotated[str, Form()] = "", language: Annotated[str, Form()] = ""
    ) -> Response:
        wanted = language if language in self._languages else None
        try:
            return self._page(request, text, wanted, asked=self._ask(text, wanted))
        except StillLoading:
            return self._page(request, text, wanted, 503, problem=LOADING)
        except Rejected as reason:
            return self._page(request, text, wanted, 422, problem=str(reason))

    def _page(
        self,
        request: Request,
        text: str = "",
        language: Optional[str] = None,
        status: int = 200,
        asked: Optional[Asked] = None,
        problem: str = "",
    ) -> Response:
        form = dict(text=text, language=language, languages=self._languages)
        return page(request, "ask.html", status, conversation=None, asked=asked, problem=problem, **form)
