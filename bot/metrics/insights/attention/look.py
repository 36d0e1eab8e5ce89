"""Two periods, the whole and all its places, in one query a fact table."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Iterator, Mapping, Optional, Sequence

from bot.metrics.definitions.facts import Fact
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.query import ALL, Query, parameters, relation
from bot.warehouse.warehouse import Warehouse


@dataclass(frozen=True, order=True)
class Place:
    """The rows with one value of a dimension; without a dimension, all."""

    dimension: str
    value: str


WHOLE = Place("", ALL)
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Look:
    """The period asked about beside the one before it. The rows of the places in `without` are left out."""

    asked: Asked
    fact: Fact
    dimensions: tuple[str, ...]
    without: tuple[Place, ...] = ()

    def halves(self, warehouse: Warehouse, aggregates: Sequence[str]) -> Iterator[tuple[Place, bool, Row]]:
        """For every place, of the earlier (False) and the later half (True): the values of the aggregates."""
        sql = f"SELECT {self._place}, late, {', '.join(aggregates)} FROM {self._rows} GROUP BY {self._sets('late')}"  # noqa: S608
        for level, *rest in self._run(warehouse, sql, {}):
            late, *values = rest[len(self.dimensions) :]
            yield self._named(level, rest), bool(late), tuple(values)

    def pairs(self, warehouse: Warehouse, where: str, days: int) -> Iterator[tuple[Place, Row]]:
        """For every place: (now, before, squared differences) of the rows by day, over so many days from the starts."""
        daily = f"""SELECT {self._place}, number, count(*) FILTER (WHERE late) AS now,
            count(*) FILTER (WHERE NOT late) AS before
            FROM {self._rows} WHERE number < $days AND ({where}) GROUP BY {self._sets("number")}"""  # noqa: S608
        names = ", ".join(("level", *self._columns))
        sums = "sum(now), sum(before), sum((now - before) * (now - before))"
        sql = f"SELECT {names}, {sums} FROM ({daily}) GROUP BY {names}"  # noqa: S608
        for level, *rest in self._run(warehouse, sql, {"days": days}):
            yield self._named(level, rest), tuple(map(int, rest[len(self.dimensions) :]))

    def whole(self, warehouse: Warehouse, aggregate: str) -> Any:
        """The aggregate over both periods and all places."""
        return self._run(warehouse, f"SELECT {aggregate} FROM {self._rows}", {})[0][0]  # noqa: S608

    @property
    def _columns(self) -> list[str]:
        return [f"dimension_{place}" for place in range(len(self.dimensions))]

    @property
    def _place(self) -> str:
        columns = ", ".join(self._columns)
        return f"grouping_id({columns}) AS level, {columns}" if columns else "0 AS level"

    def _sets(self, *always: str) -> str:
        sets = [always, *((*always, column) for column in self._columns)]
        return f"GROUPING SETS ({', '.join('(' + ', '.join(columns) + ')' for columns in sets)})"

    @property
    def _rows(self) -> str:
        """Both periods' rows, with their places, the half they are in, and their day's number in it."""
        day = self.fact.day
        named = zip(self.dimensions, self._columns, strict=True)
        places = "".join(f", coalesce({self.fact.expression(key)}, '') AS {column}" for key, column in named)
        number = f"date_diff('day', CASE WHEN {day} >= $since THEN $since ELSE $start END, {day})"
        halves = f"SELECT *, {day} >= $since AS late, {number} AS number{places} FROM {self._both}"  # noqa: S608
        return f"(SELECT * FROM ({halves}) WHERE {self._kept})"  # noqa: S608

    @property
    def _both(self) -> str:
        return relation(self.fact, self._asked)

    @property
    def _asked(self) -> Asked:
        period = self.asked.period
        return self.asked.divided(None).over(Period(period.before().start, period.end))

    @property
    def _kept(self) -> str:
        column = dict(zip(self.dimensions, self._columns, strict=True))
        conditions = [f"{column[place.dimension]} <> $without_{n}" for n, place in enumerate(self.without)]
        return " AND ".join(conditions) or "TRUE"

    def _run(self, warehouse: Warehouse, sql: str, more: Mapping[str, int]) -> list[Row]:
        since: date = self.asked.period.start
        without = {f"without_{n}": place.value for n, place in enumerate(self.without)}
        return Query(sql, {**parameters(self._asked), "since": since, **without, **more}).run(warehouse)

    def _named(self, level: int, values: Sequence[Optional[str]]) -> Place:
        """`level` has a bit for each dimension that the row is not divided by, the first dimension's the highest."""
        for place, dimension in enumerate(self.dimensions):
            if not level >> (len(self.dimensions) - 1 - place) & 1:
                return Place(dimension, values[place] or "")
        return WHOLE
