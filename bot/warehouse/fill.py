"""One fill: new rows become touchpoints, and what is derived from them is brought up to date, in one transaction."""

from typing import Callable, Iterable, Mapping, Optional, Protocol

from bot.warehouse import calendar, staging
from bot.warehouse.facts import (
    AGENT_DAYS,
    CONVERSATIONS,
    DIMENSIONS,
    HANDOFFS,
    MERGED,
    ORDERS,
    OTHERS,
    Fact,
    forget_changes,
    write_all,
    write_touched,
)
from bot.warehouse.warehouse import Cursor, Warehouse, set_mark, sql

# From so many touched customers on, deriving everything is faster than finding out what is touched.
MANY = 20_000
# Up to so many the operational database finds their touchpoints faster, by its index.
FEW = 500
_REMAPPED = """
    CREATE TEMP TABLE remapped AS
    SELECT
        recorded_customer_id,
        coalesce(gone.customer_id, recorded_customer_id) AS before_id,
        coalesce(came.customer_id, recorded_customer_id) AS after_id
    FROM gone FULL JOIN came USING (recorded_customer_id)
    WHERE before_id <> after_id
"""
_COUNT_AGAIN = """
    UPDATE touchpoints SET customer_id = after_id FROM remapped
    WHERE touchpoints.recorded_customer_id = remapped.recorded_customer_id
"""
_LINKS = """
    CREATE TEMP TABLE merge_links AS
    SELECT recorded_customer_id, into_id FROM merged WHERE recorded_customer_id NOT IN (SELECT id FROM source_merged)
    UNION ALL
    SELECT id, merged_into_id FROM source_merged WHERE merged_into_id IS NOT NULL
"""
_RECORDED = """
    SELECT customer_id FROM touched
    UNION
    SELECT recorded_customer_id FROM merged WHERE customer_id IN (SELECT customer_id FROM touched)
"""
_TOUCHED = "customer_id IN (SELECT customer_id FROM touched)"

Progress = Callable[[str], object]


class Source(Protocol):
    """Where rows come from. It puts them into the tables of staging.py."""

    def stage(self, cursor: Cursor) -> Mapping[str, str]:
        """Put what is new, and give the marks that say how far was read."""

    def story(self, cursor: Cursor, customer_ids: Iterable[int]) -> None:
        """Put all touchpoints of these customers that were read, now or before."""


class Fill:
    """Within a transaction of the cursor."""

    def __init__(self, warehouse: Warehouse, cursor: Cursor, source: Source, progress: Progress) -> None:
        self._warehouse = warehouse
        self._cursor = cursor
        self._source = source
        self._progress = progress
        self._first = not cursor.execute("SELECT 1 FROM touchpoints LIMIT 1").fetchone()
        self._everything = self._first
        self._kinds: Optional[set[str]] = None

    def run(self) -> None:
        self._progress("reading")
        staging.create(self._cursor)
        staging.put_declared(self._cursor)
        marks = self._source.stage(self._cursor)
        self._merge()
        self._add_touchpoints()
        calendar.extend(self._cursor, self._warehouse.zone)
        self._touch()
        self._tell()
        self._derive()
        for name, value in marks.items():
            set_mark(self._cursor, name, value)

    def _merge(self) -> None:
        self._cursor.execute(_LINKS)
        write_touched(self._cursor, MERGED)
        self._cursor.execute(_REMAPPED)

    def _add_touchpoints(self) -> None:
        self._progress("touchpoints")
        new = sql("touchpoints").format(rows="new_touchpoints")
        if self._first:
            self._cursor.execute(f"INSERT INTO touchpoints BY NAME {new}")
            self._cursor.execute("CREATE TEMP VIEW came_touchpoints AS FROM touchpoints")
            return
        self._cursor.execute(f"CREATE TEMP TABLE came_touchpoints AS {new}")
        self._cursor.execute("INSERT INTO touchpoints BY NAME FROM came_touchpoints ORDER BY touchpoint_id")
        self._cursor.execute(_COUNT_AGAIN)

    def _touch(self) -> None:
        """Find the customers of whom something changed."""
        self._cursor.execute(f"CREATE TEMP TABLE new_orders AS {sql('new_orders')}")
        if not self._everything:
            self._cursor.execute(f"CREATE TEMP TABLE touched AS {sql('touched')}")
            self._everything = self._count("touched") > MANY

    def _tell(self) -> None:
        """Lay out the story of these customers: their touchpoints, orders and conversations."""
        execute = self._cursor.execute
        which, orders = ("true", "true") if self._everything else (_TOUCHED, ORDERS.scope)
        if self._everything:
            execute("CREATE TEMP VIEW story AS FROM touchpoints")
        else:
            self._tell_touched()
        execute(f"CREATE TEMP TABLE order_story AS SELECT * FROM ({sql('order_story')}) WHERE {orders}")
        execute(f"CREATE TEMP VIEW conversation_story AS SELECT * FROM conversations WHERE {which}")

    def _tell_touched(self) -> None:
        if self._count("touched") > FEW:
            self._cursor.execute(f"CREATE TEMP TABLE story AS SELECT * FROM touchpoints WHERE {_TOUCHED}")
        else:
            numbers = self._cursor.execute(_RECORDED).fetchall()
            self._source.story(self._cursor, (number for (number,) in numbers))
            self._cursor.execute(f"CREATE TEMP TABLE story AS {sql('touchpoints').format(rows='source_story')}")
        if not self._count("remapped"):
            self._kinds = {kind for (kind,) in self._cursor.execute("SELECT DISTINCT kind FROM story").fetchall()}

    def _count(self, table: str) -> int:
        (found,) = self._cursor.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
        return int(found)

    def _derive(self) -> None:
        self._write(ORDERS)
        self._cursor.execute(f"CREATE TEMP TABLE asked AS {sql('asked')}")
        self._write(CONVERSATIONS)
        self._write(HANDOFFS)
        self._write_agent_days()
        for fact in OTHERS:
            self._write(fact)
        for dimension in DIMENSIONS:
            write_touched(self._cursor, dimension)

    def _write_agent_days(self) -> None:
        execute = self._cursor.execute
        if not self._everything:
            execute(f"CREATE TEMP TABLE touched_agent_days AS {sql('touched_agent_days')}")
        execute("DELETE FROM presences WHERE presence_id IN (SELECT id FROM source_presences)")
        execute("INSERT INTO presences SELECT id, agent_id, from_at, until_at FROM source_presences")
        execute(f"CREATE TEMP VIEW stretches AS {sql('stretches')}")
        if self._everything or self._count("touched_agent_days"):
            self._write(AGENT_DAYS)

    def _write(self, fact: Fact) -> None:
        self._progress(fact.name)
        if self._everything:
            write_all(self._cursor, fact)
        elif self._kinds is None or not fact.kinds or fact.kinds & self._kinds:
            write_touched(self._cursor, fact)
        else:
            forget_changes(self._cursor, fact)


def fill(warehouse: Warehouse, source: Source, progress: Progress = lambda step: None) -> None:
    """Bring the warehouse up to date: all of it or nothing, whatever happens."""
    cursor = warehouse.cursor()
    cursor.begin()
    try:
        Fill(warehouse, cursor, source, progress).run()
        cursor.commit()
    except BaseException:
        cursor.rollback()
        raise
    finally:
        cursor.close()
