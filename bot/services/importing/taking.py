"""Taking a file over: the whole of it or nothing, and a second time without effect."""

from dataclasses import dataclass, field
from itertools import islice
from typing import Callable, Iterable, Iterator

from bot.services.importing.matching import Known, Matching
from bot.services.importing.problems import MAX_PROBLEMS, Problems
from bot.services.importing.sheet import Row, Sheet, check
from bot.store.base.database import Connection, Database
from bot.store.shop import imports, staging
from bot.store.shop.staging import Conflict, Stage

_BATCH = 5000
_TRIES = 3

Read = Callable[[Sheet, Problems], Iterable[tuple[int, dict[str, str]]]]


def _no_progress(done: int) -> None:
    pass


@dataclass(frozen=True)
class How:
    """`source` is where the rows come from, for people. `replace` forgets what is not among them.

    With `dry_run` everything is done, to see what comes of it, and then undone. `stored` hears how many rows are done.
    """

    source: str
    replace: bool = False
    dry_run: bool = False
    stored: Callable[[int], object] = _no_progress


@dataclass(frozen=True)
class Taken:
    """What an import did. `known` rows belong to customers who were known before; `examples` are the first of them."""

    added: int
    changed: int
    unchanged: int
    removed: int = 0
    known: int = 0
    new_customers: int = 0
    merged: int = 0
    examples: list[Known] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.added + self.changed + self.unchanged


def take(database: Database, sheet: Sheet, read: Read, how: How) -> Taken:
    """Check all rows, then store them.

    Raises:
        Wrong: with all problems; nothing is stored.
    """
    with staging.staged(database, sheet.table) as (connection, stage):
        with connection.begin():
            stage.create(connection)
            _put_aside(connection, stage, sheet, read)
        return _store_again(connection, stage, how)


def _put_aside(tx: Connection, stage: Stage, sheet: Sheet, read: Read) -> None:
    problems = Problems()
    for batch in _batches(check(read(sheet, problems), sheet, problems)):
        stage.add(tx, batch)
    stage.finish(tx)
    for line, first in stage.doubles(tx, MAX_PROBLEMS):
        problems.add(line, f"the same as in line {first}", sheet.key)
    problems.end()


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _store_again(connection: Connection, stage: Stage, how: How) -> Taken:
    """Once more when somebody (a chat, say) made the same customer known in the same moment."""
    for _ in range(_TRIES - 1):
        try:
            return _store(connection, stage, how)
        except Conflict:
            continue
    return _store(connection, stage, how)


def _store(connection: Connection, stage: Stage, how: How) -> Taken:
    with staging.taking_over(connection, keep=not how.dry_run) as tx:
        matching = _match(tx, stage, how)
        counts = imports.count(tx, stage)
        removed = imports.replace(tx, stage, how.source) if how.replace else 0
        imports.put(tx, stage, how.source, counts)
    found = (matching.known, matching.new_customers, matching.merged, matching.examples)
    return Taken(counts.added, counts.changed, counts.unchanged, removed, *found)


def _match(tx: Connection, stage: Stage, how: How) -> Matching:
    matching = Matching()
    if stage.has_customers:
        matching.run(tx, stage, how.stored)
    return matching
