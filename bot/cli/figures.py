"""Figures for the command line: from the analytics file, or from the server that has it open."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Callable, Mapping, Sequence
from uuid import uuid4

import httpx

from bot.base.settings import Settings, load_settings
from bot.metrics.output.export import to_csv, to_plain
from bot.metrics.queries.reading import Given, asked, read_keys
from bot.metrics.queries.report import Report, report
from bot.staff.tokens import mint
from bot.store.base.database import Database
from bot.store.processes import leases
from bot.warehouse.access import Held, open_current
from bot.warehouse.filler import LEASE

_SECONDS = 60.0
_TOKEN_LASTS = timedelta(minutes=2)


class FiguresUnavailable(Exception):
    """There are no figures now; the message says what to do."""


@dataclass(frozen=True)
class Plain:
    """A report as JSON, written and read."""

    text: str
    value: Mapping[str, Any]


def get_plain(given: Given, keys: Sequence[str]) -> Plain:
    """All figures of the question, or those of the metrics named.

    Raises:
        FiguresUnavailable
    """
    text = _get(given, keys, "json", lambda found: json.dumps(to_plain(found)))
    value = json.loads(text)
    return Plain(json.dumps(value, indent=2, ensure_ascii=False), value)


def get_csv(given: Given, keys: Sequence[str]) -> str:
    """The same as CSV.

    Raises:
        FiguresUnavailable
    """
    return _get(given, keys, "csv", to_csv)


def _get(given: Given, keys: Sequence[str], written: str, write: Callable[[Report], str]) -> str:
    settings = load_settings()
    database = Database(settings.database_url)
    database.upgrade()
    try:
        warehouse = open_current(database, settings.analytics_file, settings.time_zone)
    except Held:
        return _ask_holder(database, settings, {**given, "metrics": list(keys), "format": [written]})
    finally:
        database.dispose()
    try:
        return write(report(warehouse, asked(given, settings.time_zone), read_keys(keys)))
    finally:
        warehouse.close()


def _ask_holder(database: Database, settings: Settings, given: Given) -> str:
    """What the server says that has the file open."""
    with database.read() as tx:
        lease = leases.held(tx, LEASE)
    if lease is None or lease.address is None:
        raise FiguresUnavailable("Another program has the analytics file open. Close it, or start the server.")
    token = mint(database, f"command line {uuid4().hex[:8]}", _TOKEN_LASTS)
    parameters = httpx.QueryParams([(name, value) for name, values in given.items() for value in values])
    try:
        answer = httpx.get(
            f"{lease.address}/api/metrics",
            params=parameters,
            headers={"Authorization": f"Bearer {token}"},
            timeout=_SECONDS,
        )
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise FiguresUnavailable(f"The server at {lease.address} has the figures, but: {error}") from error
    return answer.text
