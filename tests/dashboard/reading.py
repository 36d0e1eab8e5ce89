"""Pages read as a person reads them: the tables beside charts, and links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Optional


@dataclass
class Cell:
    text: str = ""
    value: Optional[str] = None
    link: Optional[str] = None


@dataclass
class Chart:
    """`kind` is "" for a table alone. The first row is the heading."""

    key: str
    kind: str
    rows: list[list[Cell]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.charts: dict[str, Chart] = {}
        self.links: list[str] = []
        self._chart: Optional[Chart] = None
        self._cell: Optional[Cell] = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        if "chart" in given.get("class", "").split():
            self._chart = self.charts[given["id"]] = Chart(given["id"], given.get("data-chart", ""))
        if self._chart and tag == "tr":
            self._chart.rows.append([])
        if self._chart and tag in ("th", "td"):
            self._cell = Cell(value=given.get("data-value"))
            self._chart.rows[-1].append(self._cell)
        if self._cell and tag == "a":
            self._cell.link = given["href"]

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._cell.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._cell = None
        if tag in ("figure", "table"):
            self._chart = None


def charts(page: str) -> dict[str, Chart]:
    reader = _Reader()
    reader.feed(page)
    return reader.charts


def links(page: str) -> list[str]:
    reader = _Reader()
    reader.feed(page)
    return reader.links
