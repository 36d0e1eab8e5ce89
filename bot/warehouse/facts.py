"""The facts and dimensions: what a fill derives, and how it writes them."""

from dataclasses import dataclass

from bot.warehouse.warehouse import Cursor, sql

_TOUCHED = "customer_id IN (SELECT customer_id FROM touched)"
_TOUCHED_ORDERS = f"({_TOUCHED} OR order_id IN (SELECT id FROM source_orders))"
_TOUCHED_DAYS = "(agent_id, day) IN (SELECT (agent_id, day) FROM touched_agent_days)"

_SURVEYS = frozenset(f"{survey}_{step}" for survey in ("survey", "nps", "ces") for step in ("asked", "answered"))


@dataclass(frozen=True)
class Fact:
    """`scope` says which rows may have changed when only the touched customers are looked at.

    Customers without a touchpoint of the `kinds` have no rows of it; none are named where that can't be said.
    """

    name: str
    key: tuple[str, ...]
    scope: str = _TOUCHED
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
DIMENSIONS = (
    Fact("locations", ("location",), "true"),
    Fact("agents", ("agent_id",), "true"),
    Fact("topics", ("topic",), "true"),
    Fact("models", ("model_version",), "true"),
    Fact("variants", ("variant",), "true"),
)


def write_all(cursor: Cursor, fact: Fact) -> None:
    """Derive every row anew, in the order of the keys, so that what happened together is stored together."""
    cursor.execute(f"DELETE FROM {fact.name}")
    order = ", ".join(fact.key)
    cursor.execute(f"INSERT INTO {fact.name} BY NAME SELECT * FROM ({sql(fact.name)}) ORDER BY {order}")


def write_touched(cursor: Cursor, fact: Fact) -> None:
    """Derive the touched rows anew and write what differs; `gone` and `came` have the rows that changed."""
    name = fact.name
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS FROM {name} LIMIT 0")
    cursor.execute(f"INSERT INTO fresh BY NAME SELECT * FROM ({sql(name)}) WHERE {fact.scope}")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE stale AS FROM {name} WHERE {fact.scope}")
    cursor.execute("CREATE OR REPLACE TEMP TABLE gone AS FROM stale EXCEPT FROM fresh")
    cursor.execute("CREATE OR REPLACE TEMP TABLE came AS FROM fresh EXCEPT FROM stale")
    same = " AND ".join(f"{name}.{column} = gone.{column}" for column in fact.key)
    cursor.execute(f"DELETE FROM {name} USING gone WHERE {same}")
    cursor.execute(f"INSERT INTO {name} FROM came ORDER BY {', '.join(fact.key)}")


def forget_changes(cursor: Cursor, fact: Fact) -> None:
    """As after a fact that did not change."""
    for table in ("gone", "came"):
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM {fact.name} LIMIT 0")
