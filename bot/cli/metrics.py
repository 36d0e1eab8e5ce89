"""`python -m bot metrics`: every metric for a period, as a table, JSON or CSV."""

from itertools import islice
from typing import Annotated, Any, Iterator, Mapping, Optional, Union

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.base.settings import load_settings
from bot.cli.figures import FiguresUnavailable, get_csv, get_plain
from bot.metrics.definitions.metric import COUNT
from bot.metrics.output.show import interval_shown, shown
from bot.metrics.queries.dimensions import DIMENSIONS
from bot.metrics.queries.reading import FILTERS, Unanswerable, asked, read_keys
from bot.metrics.registry import METRICS
from bot.metrics.statistics.figures import Figure

# As many groups as stand side by side in 100 columns.
_GROUPS_ABREAST = 3
_MEASURED = ("value", "n", "numerator", "denominator", "interval")

app = typer.Typer(help="Print every metric for a period.", invoke_without_command=True)
_Day = Optional[str]


def _day(name: str, help_: str) -> Any:
    return typer.Option(name, metavar="YYYY-MM-DD", help=help_)


@app.callback()
def metrics(
    context: typer.Context,
    from_: Annotated[_Day, _day("--from", "First day; 28 days before --to by default.")] = None,
    to: Annotated[_Day, _day("--to", "The day after the last one; tomorrow by default.")] = None,
    by: Annotated[str, typer.Option(help=f"Divide the figures by one of: {', '.join(DIMENSIONS)}.")] = "",
    filters: Annotated[
        Optional[list[str]], typer.Option("--filter", metavar="NAME=VALUE", help="Only these; can be repeated.")
    ] = None,
    keys: Annotated[
        Optional[list[str]], typer.Option("--metric", metavar="KEY", help="Only these; can be repeated.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    csv_: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Print every metric for a period. Days are those of TIME_ZONE."""
    if context.invoked_subcommand:
        return
    if json_ and csv_:
        raise typer.BadParameter("Write --json or --csv, not both.")
    given = {"from": [from_ or ""], "to": [to or ""], "by": [by], **_filters(filters or [])}
    try:
        _check(given, keys or [])
        _print(given, keys or [], json_, csv_)
    except Unanswerable as problem:
        raise typer.BadParameter(str(problem)) from problem
    except FiguresUnavailable as problem:
        Console(stderr=True, highlight=False).print(str(problem), markup=False)
        raise typer.Exit(1) from problem


def _check(given: Mapping[str, list[str]], keys: list[str]) -> None:
    """Refuse a question before anything is opened for it."""
    asked(given, load_settings().time_zone)
    read_keys(keys)


def _filters(written: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in written:
        name, equals, value = one.partition("=")
        if not equals or name not in FILTERS:
            raise typer.BadParameter(f'"{one}" is no filter. Write NAME=VALUE, with one of {", ".join(FILTERS)}.')
        found.setdefault(name, []).append(value)
    return found


def _print(given: Mapping[str, list[str]], keys: list[str], as_json: bool, as_csv: bool) -> None:
    if as_csv:
        typer.echo(get_csv(given, keys), nl=False)
    elif as_json:
        typer.echo(get_plain(given, keys).text)
    else:
        show(get_plain(given, keys).value, Console())


def show(found: Mapping[str, Any], console: Console) -> None:
    """Print a report as tables: details where there is one group, else groups side by side."""
    console.print(f"From {found['from']} up to, not including, {found['to']}")
    groups = {one["group"]: one["metrics"] for one in found["groups"]}
    if not groups:
        console.print("There are no rows in that period.")
    elif found["by"] is None:
        console.print(_detailed(next(iter(groups.values())), found["currency"]))
    else:
        for some in _batches(list(groups)):
            console.print(_side_by_side({name: groups[name] for name in some}, found["currency"]))


def _batches(groups: list[str]) -> Iterator[list[str]]:
    rest = iter(groups)
    while some := list(islice(rest, _GROUPS_ABREAST)):
        yield some


def _figure(measured: Mapping[str, Any]) -> Figure:
    return Figure(**{name: measured[name] for name in _MEASURED})


def _detailed(metrics: Mapping[str, Any], currency: str) -> Table:
    table = _table("Value", "Of", "95 % interval")
    for metric in metrics.values():
        figure, unit = _figure(metric), metric["unit"]
        value, interval = shown(unit, figure, currency), interval_shown(unit, figure, currency)
        table.add_row(metric["name"], value, _of(unit, figure), interval)
    return table


def _side_by_side(groups: Mapping[str, Mapping[str, Any]], currency: str) -> Table:
    # A group's name comes from outside; as Text it can't be read as markup.
    table = _table(*(Text(group or "(none)") for group in groups))
    chosen = [metric.key for metric in METRICS if all(metric.key in metrics for metrics in groups.values())]
    for key in chosen:
        cells = [metrics[key] for metrics in groups.values()]
        table.add_row(cells[0]["name"], *(_cell(cell["unit"], _figure(cell), currency) for cell in cells))
    return table


def _table(*columns: Union[str, Text]) -> Table:
    table = Table("Metric", box=SIMPLE)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _cell(unit: str, figure: Figure, currency: str) -> str:
    value, measured = shown(unit, figure, currency), _of(unit, figure)
    return f"{value} ({measured})" if measured else value


def _of(unit: str, figure: Figure) -> str:
    """What the value was measured on, nothing where it says so itself."""
    if figure.value is None or unit == COUNT:
        return ""
    return f"{figure.numerator}/{figure.denominator}" if figure.denominator else f"n {figure.n}"
