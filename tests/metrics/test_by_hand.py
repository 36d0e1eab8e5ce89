"""Each metric over a small table, with what a person computed; the second implementation has to agree, too."""

from datetime import date, datetime, timezone
from typing import Any

import pytest

from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.report import report
from bot.metrics.registry import METRICS
from bot.store.base.database import Database
from bot.warehouse import open_filled
from tests.metrics.brute_force import compute
from tests.metrics.brute_force.storing import store
from tests.metrics.brute_force.told import told
from tests.metrics.by_hand import Table, business, conversations, support

TABLES = {**conversations.TABLES, **support.TABLES, **business.TABLES}
MARCH = date(2025, 3, 1), date(2025, 4, 1)
AS_OF = datetime(2025, 4, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize("name", TABLES)
def test_the_registry_finds_what_a_person_computed(database: Database, name: str) -> None:
    store(database, told(TABLES[name].rows))
    figures = report(open_filled(database, None), Asked(Period(*MARCH), as_of=AS_OF)).groups["all"]
    assert _found(TABLES[name], figures) == TABLES[name].expected


@pytest.mark.parametrize("name", TABLES)
def test_the_second_implementation_finds_it_too(name: str) -> None:
    figures = compute(told(TABLES[name].rows), MARCH, as_of=AS_OF)["all"]
    assert _found(TABLES[name], figures) == TABLES[name].expected


def test_every_metric_is_in_a_table() -> None:
    assert {metric.key for metric in METRICS} == {key for table in TABLES.values() for key in table.expected}


def _found(table: Table, figures: Any) -> dict[str, Any]:
    return {key: _parts(figures[key], wanted) for key, wanted in table.expected.items()}


def _parts(figure: Any, wanted: Any) -> Any:
    if isinstance(wanted, tuple):
        return figure.numerator or 0, figure.denominator or 0
    return pytest.approx(figure.value) if isinstance(wanted, float) else figure.value
