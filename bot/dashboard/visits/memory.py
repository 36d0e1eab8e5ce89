"""The figures of one page, asked for together: a page says what it will need, and each fact is queried once for all."""

from collections import defaultdict
from typing import Iterable, Mapping, Optional, Sequence

from bot.metrics.insights.changes import Change, changes
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.days import Days
from bot.metrics.queries.dimensions import TIMES
from bot.metrics.queries.report import report
from bot.metrics.registry import BY_KEY
from bot.metrics.statistics.figures import Figure
from bot.warehouse import Warehouse

Groups = Mapping[str, Mapping[str, Figure]]
_Question = tuple[Period, Optional[str], tuple[tuple[str, tuple[str, ...]], ...]]


class Memory:
    """Whole periods and their units of time are remembered; by other dimensions each fact has groups of its own."""

    def __init__(self, warehouse: Warehouse, days: Days) -> None:
        self._warehouse = warehouse
        self._days = days
        self._expected: list[str] = []
        self._groups: dict[_Question, dict[str, dict[str, Figure]]] = defaultdict(lambda: defaultdict(dict))
        self._asked: dict[_Question, set[str]] = defaultdict(set)
        self._changes: dict[Period, dict[str, Change]] = defaultdict(dict)

    def expect(self, keys: Iterable[str]) -> None:
        """These metrics will be asked for, whole, over time, and against another period."""
        new = [key for key in keys if key not in self._expected]
        self._expected += new
        self._days.expect(BY_KEY[key] for key in new)

    def groups(self, asked: Asked, keys: Sequence[str]) -> Groups:
        if asked.by is not None and asked.by not in TIMES:
            return report(self._warehouse, asked, keys).groups
        question = (asked.period, asked.by, tuple(sorted(asked.filters.items())))
        wanted = self._missing(keys, self._asked[question])
        if wanted:
            self._asked[question].update(wanted)
            for group, figures in report(self._warehouse, asked, wanted, self._days.measured).groups.items():
                self._groups[question][group] |= figures
        return self._groups[question]

    def changes(self, asked: Asked, against: Period, keys: Sequence[str]) -> Mapping[str, Change]:
        known = self._changes[against]
        wanted = self._missing(keys, known)
        if wanted:
            known |= changes(self._warehouse, asked, wanted, against, self._days.measured)
        return {key: known[key] for key in keys}

    def _missing(self, keys: Sequence[str], known: Iterable[str]) -> list[str]:
        """What to ask for: with the first that is missing, everything expected of the same fact."""
        had = set(known)
        facts = {BY_KEY[key].fact.name for key in keys if key not in had}
        wanted = [*keys, *(key for key in self._expected if BY_KEY[key].fact.name in facts)]
        return [key for key in dict.fromkeys(wanted) if key not in had] if facts else []
