"""A view of the dashboard as an e-mail: the figures, their changes, and what each chart says."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit

# Of a longer table the mail shows the beginning; the view has the rest.
MOST_ROWS = 20


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def letter(visit: Visit, page: Page, address: str) -> Letter:
    """`address` is where the view is on the web."""
    heading = str(visit.t.pages[page.key])
    values = {
        "t": visit.t, "visit": visit, "sections": _shown(page.sections(visit)), "heading": heading, "address": address,
        "most_rows": MOST_ROWS,
    }  # fmt: skip
    subject = str(visit.t.reports.subject.format(page=heading, period=visit.period(visit.asked)))
    text, html = (_templates().get_template(f"letter.{kind}").render(values) for kind in ("txt", "html"))
    return Letter(subject, text, html)


def _shown(sections: Sequence[Section]) -> list[Section]:
    return [section for section in sections if section.tiles or section.charts]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
