"""The facts and dimensions: what a fill derives, and how it writes them."""

from dataclasses import dataclass

from bot.warehouse.warehouse import Cursor, sql

TOUCHED = "customer_id IN (SELECT customer_id FROM touched)"
_TOUCHED_ORDERS = f"({TOUCHED} OR order_id IN (SELECT id FROM source_orders))"
_TOUCHED_DAYS = "(agent_id, day) IN (SELECT (agent_id, day) FROM touched_agent_days)"

_SURVEYS = frozenset(f"{survey}_{step}" for survey in ("survey", "nps", "ces") for step in ("asked", "answered"))


@dataclass(frozen=True)
class Fact:
    """`scope` says which rows may have changed when only the touched customers are looked at.

    Customers without a touchpoint of the `kinds` have no rows of it; none are named where that can't be said.
    """

    name: str
    key: tuple[str, ...]
    scope: str = TOUCHED
    kinds: frozenset[str] = frozenset()


MERGED = Fact("merged", ("recorded_customer_id",), "true")
ORDERS = Fact("orders", ("order_id",), _TOUCHED_ORDERS)
CONVERSATIONS = Fact("conversations", ("conversation_id",))
HANDOFFS = Fact("handoffs", ("handoff_id",), kinds=frozenset({"handoff_requested"}))
AGENT_DAYS = Fact("agent_days", ("agent_id", "day"), _TOUCHED_DAYS)
OTHERS = (
    Fact("questions", ("question_id",), kinds=frozenset({"question_asked"})),
    Fact("surveys", ("survey_id",), kinds=_SURVEYS),
    Fact("links", ("link_id",), kinds=frozenset({"link_shown", "link_clicked"})),
    Fact("exposures", ("experiment", "customer_id"), kinds=frozenset({"experiment_exposed"})),
    Fact("activity", ("customer_id", "day")),
    Fact("customers", ("customer_id",)),
)


def write_all(cursor: Cursor, fact: Fact) -> None:
    """Derive every row anew, in the order of the keys, so that what happened together is stored together."""
    cursor.execute(f"DELETE FROM {fact.name}")
    order = ", ".join(fact.key)
    cursor.execute(f"INSERT INTO {fact.name} BY NAME SELECT * FROM ({sql(fact.name)}) ORDER BY {order}")


def write_touched(cursor: Cursor, fact: Fact) -> None:
    """Derive the touched rows anew and write those that differ.

    `changed` has them, with a `change` of 1 for a row that came and of -1 for one that goes.
    """
    cursor.execute(_CHANGED.format(name=fact.name, scope=fact.scope, fresh=sql(fact.name)))
    changes = dict(cursor.execute("SELECT change, count(*) FROM changed GROUP BY change").fetchall())
    if -1 in changes:
        same = " AND ".join(f"{fact.name}.{column} = changed.{column}" for column in fact.key)
        cursor.execute(f"DELETE FROM {fact.name} USING changed WHERE change = -1 AND {same}")
    if 1 in changes:
        came = "SELECT * EXCLUDE (change) FROM changed WHERE change = 1"
        cursor.execute(f"INSERT INTO {fact.name} BY NAME {came} ORDER BY {', '.join(fact.key)}")


_CHANGED = """
    CREATE OR REPLACE TEMP TABLE changed AS
    SELECT * EXCLUDE (side), sum(side) AS change
    FROM (
        SELECT *, -1 AS side FROM {name} WHERE {scope}
        UNION ALL BY NAME
        SELECT *, 1 AS side FROM ({fresh}) WHERE {scope}
    )
    GROUP BY ALL
    HAVING change <> 0
"""
