"""Every figure opens into its rows: counted, or added up, they give its numerator and its denominator."""

from datetime import date, datetime, timezone
from typing import Iterator

import pytest

from bot.metrics.definitions.metric import Metric
from bot.metrics.definitions.outcomes import Outcome
from bot.metrics.definitions.quantities import Product, Quantile, Total
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.query import can_answer
from bot.metrics.queries.report import report
from bot.metrics.queries.rows import Rows, rows
from bot.metrics.registry import METRICS
from bot.metrics.statistics.figures import Figure
from bot.store.base.database import Database
from bot.warehouse import Warehouse, open_filled
from tests.metrics.brute_force.storing import store
from tests.metrics.generated import generated

PERIOD = Period(date(2025, 10, 6), date(2026, 1, 19))
AS_OF = datetime(2026, 1, 21, 9, 30, tzinfo=timezone.utc)
MEASURED = [metric for metric in METRICS if not isinstance(metric.measure, Product)]
QUESTIONS = [
    Asked(PERIOD, as_of=AS_OF),
    Asked(PERIOD, {"language": ("ko",)}, as_of=AS_OF),
    Asked(PERIOD, {"location": ("", "köln"), "segment": ("member", "buyer")}, as_of=AS_OF),
]


@pytest.fixture(scope="module")
def warehouse(sqlite_template: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('rows') / 'test.db'}")
    database.upgrade()
    store(database, generated(1500, seed=11))
    yield open_filled(database, None, "Europe/Berlin")
    database.dispose()


@pytest.mark.parametrize("metric", MEASURED, ids=lambda metric: metric.key)
def test_the_rows_of_a_figure_give_its_parts(warehouse: Warehouse, metric: Metric) -> None:
    for asked in QUESTIONS:
        figure = report(warehouse, asked, [metric.key]).groups["all"][metric.key]
        if can_answer(metric.fact, asked):
            _compare(metric, figure, rows(warehouse, metric.key, asked, "denominator"), "denominator")
            _compare(metric, figure, rows(warehouse, metric.key, asked, "numerator"), "numerator")


def _compare(metric: Metric, figure: Figure, found: Rows, part: str) -> None:
    if isinstance(metric.measure, Quantile):
        assert found.total == figure.n
    elif isinstance(metric.measure, Total):
        assert (found.total, found.amount) == (figure.n, figure.numerator)
    elif figure.denominator is None:
        assert found.amount == figure.n
    elif part == "denominator":
        assert found.amount == figure.denominator
    elif figure.numerator is not None:
        assert found.amount == figure.numerator


def test_pages_show_every_row_once_and_add_up(warehouse: Warehouse) -> None:
    asked = QUESTIONS[0]
    whole = rows(warehouse, "csat", asked, "numerator", size=10_000)
    paged = [
        row
        for page in range(1, whole.total // 7 + 2)
        for row in rows(warehouse, "csat", asked, "numerator", page, 7).rows
    ]
    assert paged == list(whole.rows)
    assert len({row[0] for row in paged}) == whole.total > 14
    assert sum(row[-1] for row in paged) == whole.amount


def test_a_product_and_an_impossible_question_have_no_rows(warehouse: Warehouse) -> None:
    assert rows(warehouse, "customer_lifetime_value", QUESTIONS[0]).total == 0
    assert rows(warehouse, "orders", Asked(PERIOD, {"topic": ("delivery_cost",)})).rows == ()


@pytest.mark.parametrize(
    "by", [None, "channel", "language", "location", "topic", "agent", "model", "variant", "segment", "week", "resolver"]
)
def test_outcomes_sum_to_all_conversations_in_every_breakdown(warehouse: Warehouse, by: str) -> None:
    found = report(warehouse, QUESTIONS[0].divided(by))
    assert len(found.groups) > (by is not None)
    for figures in found.groups.values():
        parts = [figures[f"outcome_{outcome.value}"] for outcome in Outcome]
        assert sum(part.numerator or 0 for part in parts) == figures["conversations"].value
        assert sum(part.value or 0 for part in parts) == (1 if figures["conversations"].value else 0)
