"""The SQL of a question: one query a fact table, whatever the number of metrics."""

import re
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from bot.metrics.definitions.facts import CUSTOMER, Fact
from bot.metrics.queries.asked import Asked
from bot.warehouse.warehouse import Warehouse

ALL = "all"
# By group, the value of each aggregate.
Values = Mapping[str, Mapping[str, Any]]
_PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Query:
    sql: str
    parameters: Mapping[str, Any]

    def run(self, warehouse: Warehouse) -> list[tuple[Any, ...]]:
        # DuckDB refuses parameters that a query doesn't name.
        named = set(_PARAMETER.findall(self.sql))
        given = {name: value for name, value in self.parameters.items() if name in named}
        found: list[tuple[Any, ...]] = warehouse.cursor().execute(self.sql, given).fetchall()
        return found


def can_answer(fact: Fact, asked: Asked) -> bool:
    """Have the fact's rows every dimension that the question filters and divides by?"""
    wanted = [*asked.filters, *([asked.by] if asked.by else [])]
    return all(fact.expression(dimension) for dimension in wanted)


def measured(warehouse: Warehouse, fact: Fact, asked: Asked, aggregates: Sequence[str]) -> Values:
    """The aggregates of each group, "" being the group of what has none; undivided they are those of ALL."""
    source, columns = relation(fact, asked), ", ".join(aggregates)
    # The names of groups are made after the grouping, once for each.
    grouped = f"SELECT CAST(grp AS VARCHAR), {columns} FROM {source} GROUP BY grp"  # noqa: S608
    whole = f"SELECT '{ALL}', {columns} FROM {source}"  # noqa: S608
    query = Query(grouped if asked.by else whole, parameters(asked))
    return {group: dict(zip(aggregates, values, strict=True)) for group, *values in query.run(warehouse)}


def relation(fact: Fact, asked: Asked) -> str:
    """The rows that the question is about, each with its group as the column grp."""
    dimensions = [*asked.filters, *([asked.by] if asked.by else [])]
    join = CUSTOMER if any(fact.needs_customer(dimension) for dimension in dimensions) else ""
    conditions = [f"({fact.condition()})", *_filters(fact, asked)]
    rows = f"FROM {fact.source} AS f {join} WHERE {' AND '.join(conditions)}"
    group = _group(fact, asked.by)
    if fact.rollup is None:
        return f"(SELECT *, {group} AS grp {rows})"
    gathered = ", ".join(f"{sql} AS {name}" for name, sql in fact.rollup.columns.items())
    return f"(SELECT {fact.rollup.key}, {group} AS grp, {gathered} {rows} GROUP BY {fact.rollup.key}, grp)"


def parameters(asked: Asked) -> dict[str, Any]:
    """The values of the question, apart from the SQL: they may come from anybody."""
    filters = {f"is_{dimension}": list(values) for dimension, values in asked.filters.items()}
    times = dict(start=asked.period.start, end=asked.period.end, as_of=asked.moment)
    return {**times, "churn": asked.churn_days, **filters}


def _group(fact: Fact, by: Optional[str]) -> str:
    if by is None:
        return f"'{ALL}'"
    return fact.times.get(by) or f"coalesce({fact.expression(by)}, '')"


def _filters(fact: Fact, asked: Asked) -> list[str]:
    # The dimension's name is one of ours: `can_answer` was asked before.
    return [f"coalesce({fact.expression(name)}, '') IN (SELECT unnest($is_{name}))" for name in asked.filters]
