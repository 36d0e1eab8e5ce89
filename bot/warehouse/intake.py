"""What is new, and whose: the first half of a fill."""

from typing import Iterable, Mapping, Optional, Protocol

from bot.store.analytics.feeds import Rows
from bot.warehouse import calendar, staging
from bot.warehouse.facts import MERGED, ORDERS, TOUCHED, write_touched
from bot.warehouse.rows import count
from bot.warehouse.warehouse import Cursor, sql

# From so many touched customers on, deriving everything is faster than finding out what is touched.
MANY = 20_000
# Up to so many the operational database finds their touchpoints faster, by its index.
FEW = 500
_LINKS = """
    CREATE TEMP TABLE merge_links AS
    SELECT recorded_customer_id, into_id FROM merged WHERE recorded_customer_id NOT IN (SELECT id FROM source_merged)
    UNION ALL
    SELECT id, merged_into_id FROM source_merged WHERE merged_into_id IS NOT NULL
"""
_REMAPPED = """
    INSERT INTO remapped
    SELECT
        recorded_customer_id,
        coalesce(any_value(customer_id) FILTER (change = -1), recorded_customer_id) AS before_id,
        coalesce(any_value(customer_id) FILTER (change = 1), recorded_customer_id) AS after_id
    FROM changed
    GROUP BY recorded_customer_id
    HAVING before_id <> after_id
"""
_COUNT_AGAIN = """
    UPDATE touchpoints SET customer_id = after_id FROM remapped
    WHERE touchpoints.recorded_customer_id = remapped.recorded_customer_id
"""
_RECORDED = """
    SELECT customer_id FROM touched
    UNION
    SELECT recorded_customer_id FROM merged WHERE customer_id IN (SELECT customer_id FROM touched)
"""


class Source(Protocol):
    """Where rows come from. It puts them into the tables of staging.py."""

    def stage(self, cursor: Cursor) -> Mapping[str, str]:
        """Put what is new, and give the marks that say how far was read."""

    def story(self, cursor: Cursor, customer_ids: Iterable[int]) -> None:
        """Put all touchpoints of these customers that were read, now or before."""

    def dimensions(self, cursor: Cursor) -> Mapping[str, Rows]:
        """All stores and agents."""


class Intake:
    """After `run` there are `story`, `order_story` and `conversation_story` of the customers of whom something is new.

    `everything` says that these are all; else they are in `touched`, and `kinds` has the kinds of their touchpoints,
    None where the facts of other kinds could have changed, too.
    """

    def __init__(self, cursor: Cursor, source: Source, zone: str) -> None:
        self._cursor = cursor
        self._source = source
        self._zone = zone
        self._first = not cursor.execute("SELECT 1 FROM touchpoints LIMIT 1").fetchone()
        self.everything = self._first
        self.kinds: Optional[set[str]] = None

    def run(self) -> Mapping[str, str]:
        """Gives the marks of the source."""
        staging.create(self._cursor)
        marks = self._source.stage(self._cursor)
        self._merge()
        self._add_touchpoints()
        calendar.extend(self._cursor, self._zone)
        self._touch()
        self._tell()
        return marks

    def _merge(self) -> None:
        if count(self._cursor, "source_merged"):
            self._cursor.execute(_LINKS)
            write_touched(self._cursor, MERGED)
            self._cursor.execute(_REMAPPED)

    def _add_touchpoints(self) -> None:
        new = sql("touchpoints").format(rows="new_touchpoints")
        if self._first:
            self._cursor.execute(f"INSERT INTO touchpoints BY NAME {new}")
            self._cursor.execute("CREATE TEMP VIEW came_touchpoints AS FROM touchpoints")
            return
        self._cursor.execute(f"CREATE TEMP TABLE came_touchpoints AS {new}")
        self._cursor.execute("INSERT INTO touchpoints BY NAME FROM came_touchpoints ORDER BY touchpoint_id")
        if count(self._cursor, "remapped"):
            self._cursor.execute(_COUNT_AGAIN)

    def _touch(self) -> None:
        self._cursor.execute(f"CREATE TEMP TABLE new_orders AS {sql('new_orders')}")
        if not self.everything:
            self._cursor.execute(f"CREATE TEMP TABLE touched AS {sql('touched')}")
            self.everything = count(self._cursor, "touched") > MANY

    def _tell(self) -> None:
        execute = self._cursor.execute
        which, orders = ("true", "true") if self.everything else (TOUCHED, ORDERS.scope)
        if self.everything:
            execute("CREATE TEMP VIEW story AS FROM touchpoints")
        else:
            self._tell_touched()
        execute(f"CREATE TEMP TABLE order_story AS SELECT * FROM ({sql('order_story')}) WHERE {orders}")
        execute(f"CREATE TEMP VIEW conversation_story AS SELECT * FROM conversations WHERE {which}")

    def _tell_touched(self) -> None:
        if count(self._cursor, "touched") > FEW:
            self._cursor.execute(f"CREATE TEMP TABLE story AS SELECT * FROM touchpoints WHERE {TOUCHED}")
        else:
            numbers = self._cursor.execute(_RECORDED).fetchall()
            self._source.story(self._cursor, (number for (number,) in numbers))
            self._cursor.execute(f"CREATE TEMP TABLE story AS {sql('touchpoints').format(rows='source_story')}")
        if not count(self._cursor, "remapped"):
            self.kinds = {kind for (kind,) in self._cursor.execute("SELECT DISTINCT kind FROM story").fetchall()}
