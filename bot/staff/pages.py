"""Rendering: each feature has a folder of templates, which build upon the shared ones here.

Pages for everybody extend `layout.html` (blocks lang, title, styles, scripts, body). Pages behind the log-in extend
`frame.html`: the header with the places that this person may see, and `#notice`, where refusals are shown to htmx
(blocks attributes, of the body, news, presence, notice, content; `session` is who is signed in). The page's main part
is `<main id="main" class="page" tabindex="-1">`; every form has `<input name="csrf" value="{{ session.csrf }}">`.
"""

from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.staff.places import current, home, places

SHARED = Path(__file__).parent / "templates"


class Pages:
    """Renders the templates of a folder, or shared ones, as responses."""

    def __init__(self, folder: Path = SHARED) -> None:
        environment = Environment(
            loader=FileSystemLoader([folder, SHARED]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(places=places, home=home, current=current)
        self.environment = environment
        self._templates = Jinja2Templates(env=environment)

    def __call__(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        return self._templates.TemplateResponse(request, template, values, status_code=status)


shared_page = Pages()
