"""`python -m bot metrics`: every metric for a period, as a table, JSON or CSV."""

from datetime import date, datetime, time, timedelta, timezone
from itertools import islice
from typing import Annotated, Any, Iterator, Mapping, Optional, Union

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.base.clock import now
from bot.base.settings import load_settings
from bot.metrics.cohorts import By
from bot.metrics.figures import Figure
from bot.metrics.registry import METRICS, SECONDS, Metric
from bot.metrics.report import Report, report, shown
from bot.store.database import Database

DEFAULT_DAYS = 30
# As many groups as stand side by side in 100 columns.
_GROUPS_ABREAST = 3


def _date(raw: str) -> date:
    try:
        return datetime.strptime(raw, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{raw} is not a date. Write year, month and day, for example 2025-03-31.") from None


def _day(name: str, help_: str) -> Any:
    return typer.Option(name, parser=_date, metavar="YYYY-MM-DD", help=help_)


def metrics(
    from_: Annotated[Optional[date], _day("--from", "First day, in UTC; 30 days before --to by default.")] = None,
    to: Annotated[Optional[date], _day("--to", "The day after the last one; tomorrow by default.")] = None,
    by: Annotated[Optional[By], typer.Option(help="Divide the figures by this.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    csv_: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Print every metric for the conversations that began in a period."""
    if json_ and csv_:
        raise typer.BadParameter("Write --json or --csv, not both.")
    start, end = period(from_, to, now().date())
    database = Database(load_settings().database_url)
    database.upgrade()
    try:
        found = report(database, start, end, by)
    finally:
        database.dispose()
    if json_ or csv_:
        typer.echo(found.to_json() if json_ else found.to_csv(), nl=json_)
    else:
        show(found, Console())


def period(from_: Optional[date], to: Optional[date], today: date) -> tuple[datetime, datetime]:
    """The start and the end, at midnight UTC; by default the last 30 days, today included."""
    last = to or today + timedelta(days=1)
    first = from_ or last - timedelta(days=DEFAULT_DAYS)
    if first >= last:
        raise typer.BadParameter(f"--from ({first}) must be a day before --to ({last}), which is not counted itself.")
    return _midnight(first), _midnight(last)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.utc)


def show(found: Report, console: Console) -> None:
    """Print the report as tables: details where there is one group, else groups side by side."""
    console.print(f"Conversations that began from {_written(found.period.start)} to {_written(found.period.end)} (UTC)")
    if not found.groups:
        console.print("There are none.")
    elif found.by is None:
        console.print(_detailed(next(iter(found.groups.values()))))
    else:
        for some in _batches(list(found.groups)):
            console.print(_side_by_side(found, some))


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M}"


def _batches(groups: list[str]) -> Iterator[list[str]]:
    rest = iter(groups)
    while some := list(islice(rest, _GROUPS_ABREAST)):
        yield some


def _detailed(figures: Mapping[str, Figure]) -> Table:
    table = _table("Value", "Of", "95 % interval")
    for metric in METRICS:
        figure = figures[metric.key]
        low_high = "{:.1%} to {:.1%}".format(*figure.interval) if figure.interval else ""
        table.add_row(metric.name, shown(metric, figure), _measured(metric, figure), low_high)
    return table


def _side_by_side(found: Report, groups: list[str]) -> Table:
    # A group's name comes from outside; as Text it can't be read as markup.
    table = _table(*(Text(group) for group in groups))
    for metric in METRICS:
        table.add_row(metric.name, *(_cell(metric, found.groups[group][metric.key]) for group in groups))
    return table


def _table(*columns: Union[str, Text]) -> Table:
    table = Table("Metric", box=SIMPLE)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _cell(metric: Metric, figure: Figure) -> str:
    measured = _measured(metric, figure)
    return f"{shown(metric, figure)} ({measured})" if measured else shown(metric, figure)


def _measured(metric: Metric, figure: Figure) -> str:
    """What the value was measured on, nothing where it says so itself."""
    if figure.value is None:
        return ""
    if figure.denominator:
        return f"{figure.numerator}/{figure.denominator}"
    return f"n {figure.n}" if metric.unit == SECONDS else ""
