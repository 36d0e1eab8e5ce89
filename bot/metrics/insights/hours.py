"""How much of a metric falls into each hour of the week."""

from bot.metrics.definitions.metric import Metric
from bot.metrics.definitions.quantities import Product
from bot.metrics.queries.asked import Asked
from bot.metrics.queries.query import Query, can_answer, parameters, relation
from bot.warehouse.warehouse import Warehouse


def hours_of_week(warehouse: Warehouse, asked: Asked, metric: Metric) -> dict[tuple[str, str], int]:
    """The figure's n by weekday ("0" is Monday) and hour, both of the reporting zone; nothing where there is no data.

    Raises:
        KeyError: the metric's rows have no hour.
    """
    fact, measure = metric.fact, metric.measure
    assert not isinstance(measure, Product)
    if not can_answer(fact, asked):
        return {}
    columns = ", ".join((fact.dimensions["weekday"], fact.dimensions["hour"], *measure.aggregates))
    sql = f"SELECT {columns} FROM {relation(fact, asked.divided(None))} GROUP BY 1, 2"  # noqa: S608
    found = Query(sql, parameters(asked)).run(warehouse)
    return {(str(weekday), str(hour)): measure.figure(*values).n for weekday, hour, *values in found}
