"""One fill: new rows become touchpoints, and what is derived from them is brought up to date, in one transaction."""

from typing import Callable, Mapping

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
    write_all,
    write_touched,
)
from bot.warehouse.warehouse import Cursor, Warehouse, set_mark, sql

# From so many touched customers on, deriving everything is faster than finding out what is touched.
_MANY = 20_000
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
_TOUCHED = "customer_id IN (SELECT customer_id FROM touched)"

Stage = Callable[[Cursor], Mapping[str, str]]
Progress = Callable[[str], object]


class Fill:
    """Within a transaction of the cursor. `stage` puts new rows into the tables of staging.py, and gives the marks
    that say how far it read.
    """

    def __init__(self, warehouse: Warehouse, cursor: Cursor, progress: Progress) -> None:
        self._warehouse = warehouse
        self._cursor = cursor
        self._progress = progress
        self._first = not cursor.execute("SELECT 1 FROM touchpoints LIMIT 1").fetchone()
        self._everything = self._first

    def run(self, stage: Stage) -> None:
        self._progress("reading")
        staging.create(self._cursor)
        staging.put_declared(self._cursor)
        marks = stage(self._cursor)
        self._merge()
        self._add_touchpoints()
        calendar.extend(self._cursor, self._warehouse.zone)
        self._touch()
        self._derive()
        for name, value in marks.items():
            set_mark(self._cursor, name, value)

    def _merge(self) -> None:
        self._cursor.execute(_LINKS)
        write_touched(self._cursor, MERGED)
        self._cursor.execute(_REMAPPED)

    def _add_touchpoints(self) -> None:
        self._progress("touchpoints")
        if self._first:
            self._cursor.execute(f"INSERT INTO touchpoints BY NAME {sql('touchpoints')}")
            self._cursor.execute("CREATE TEMP VIEW came_touchpoints AS FROM touchpoints")
            return
        self._cursor.execute(f"CREATE TEMP TABLE came_touchpoints AS {sql('touchpoints')}")
        self._cursor.execute("INSERT INTO touchpoints BY NAME FROM came_touchpoints ORDER BY touchpoint_id")
        self._cursor.execute(_COUNT_AGAIN)

    def _touch(self) -> None:
        """Find the customers of whom something changed, and lay out their story."""
        execute = self._cursor.execute
        execute(f"CREATE TEMP TABLE new_orders AS {sql('new_orders')}")
        if not self._everything:
            execute(f"CREATE TEMP TABLE touched AS {sql('touched')}")
            (many,) = execute("SELECT count(*) FROM touched").fetchone() or (0,)
            self._everything = many > _MANY
        which = "true" if self._everything else _TOUCHED
        execute(f"CREATE TEMP {self._kept} story AS SELECT * FROM touchpoints WHERE {which}")
        scope = "true" if self._everything else ORDERS.scope
        execute(f"CREATE TEMP TABLE order_story AS SELECT * FROM ({sql('order_story')}) WHERE {scope}")
        execute(f"CREATE TEMP VIEW conversation_story AS SELECT * FROM conversations WHERE {which}")

    @property
    def _kept(self) -> str:
        return "VIEW" if self._everything else "TABLE"

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
        self._write(AGENT_DAYS)

    def _write(self, fact: Fact) -> None:
        self._progress(fact.name)
        (write_all if self._everything else write_touched)(self._cursor, fact)


def fill(warehouse: Warehouse, stage: Stage, progress: Progress = lambda step: None) -> None:
    """Bring the warehouse up to date: all of it or nothing, whatever happens."""
    cursor = warehouse.cursor()
    cursor.begin()
    try:
        Fill(warehouse, cursor, progress).run(stage)
        cursor.commit()
    except BaseException:
        cursor.rollback()
        raise
    finally:
        cursor.close()
