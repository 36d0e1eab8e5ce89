"""A chart is a table with instructions: pages give the rows, templates show them, the script draws from what is shown.

The colours are names of dashboard.css, safe for people who see few of them.
"""

from dataclasses import dataclass, field
from typing import Literal, Mapping, Optional, Sequence

from bot.metrics.definitions.metric import MONEY, SCORE, SECONDS, SHARE
from bot.metrics.statistics.figures import Value

Kind = Literal["line", "bar", "column", "stack", "heat", "sankey", "forest", "table"]
COLORS = ("c1", "c2", "c3", "c4", "c5", "c6", "c7")
_AXES = {SHARE: "share", SECONDS: "seconds", MONEY: "money", SCORE: "points"}
_SIZES = ((5, "s"), (9, "m"), (16, "l"))
_LYING = ("bar", "forest", "heat")
_FILLED = ("bar", "column", "stack", "heat", "sankey")


@dataclass(frozen=True)
class Cell:
    """`value` is what is drawn, `text` what is read. `low` and `high` are the ends of its interval."""

    text: str
    value: Optional[Value] = None
    low: Optional[float] = None
    high: Optional[float] = None
    link: Optional[str] = None


@dataclass(frozen=True)
class Column:
    """Only columns with a colour are drawn. A reference is drawn behind the others."""

    name: str
    color: str = ""
    is_reference: bool = False
    is_number: bool = True


@dataclass(frozen=True)
class Row:
    """`tone` says how it compares with all: good, bad or even. `to` is where a flow leads."""

    label: str
    cells: Sequence[Cell]
    link: Optional[str] = None
    tone: str = ""
    to: str = ""


@dataclass(frozen=True)
class Chart:
    """`key` names it on its page, in exports and in file names. `first` heads the column of the rows' labels."""

    key: str
    kind: Kind
    title: str
    says: str
    first: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    unit: str = ""
    reference: Optional[Value] = None
    reference_label: str = ""
    stacked: str = ""
    note: str = ""
    wide: bool = False
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def axis(self) -> str:
        """How the numbers at the axis are written."""
        return _AXES.get(self.unit, "score" if "to" in self.unit else "count")

    @property
    def size(self) -> str:
        if self.kind not in _LYING:
            return "l" if self.kind == "sankey" else "m"
        return next((size for most, size in _SIZES if len(self.rows) <= most), "xl")

    @property
    def is_empty(self) -> bool:
        """Nothing to draw: no values, or nothing but bars of no length."""
        drawn = [place for place, column in enumerate(self.columns) if column.color]
        values = [row.cells[place].value for row in self.rows for place in drawn]
        return not any(values) if self.kind in _FILLED else all(value is None for value in values)


def plain(value: Optional[Value]) -> str:
    """A value as the script reads it."""
    return "" if value is None else f"{float(value):.10g}"
