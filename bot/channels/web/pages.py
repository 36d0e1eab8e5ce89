"""The pages customers see: a demo shop that carries the widget, and the help centre."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import HTMLResponse
from starlette.templating import Jinja2Templates

from bot.base.content import Content
from bot.channels.web import languages
from bot.channels.web.texts import load_texts

_TEMPLATES = Path(__file__).parent / "templates"


def pages(content: Content) -> APIRouter:
    """Needs the built front end at /static and the folder static beside this file at /assets."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    texts = {language: load_texts(content, language) for language in sorted(languages.offered())}
    templates = Jinja2Templates(_TEMPLATES)

    def show(request: Request, template: str, *wishes: str) -> Response:
        shown = texts[languages.choose(frozenset(texts), *wishes)]
        context: dict[str, Any] = {"texts": shown, "t": shown.page, "facts": shown.facts, "all_texts": texts}
        headers = {"Content-Language": shown.language, "Vary": "Accept-Language"}
        return templates.TemplateResponse(request, template, context, headers=headers)

    @router.get("/")
    def shop(request: Request, lang: str = "", accept_language: Annotated[str, Header()] = "") -> Response:
        return show(request, "shop.html", lang, accept_language)

    @router.get("/help")
    def help_centre(request: Request, lang: str = "", accept_language: Annotated[str, Header()] = "") -> Response:
        return show(request, "help.html", lang, accept_language)

    return router
