"""How much is waiting, for whoever watches the running system."""

import sqlalchemy as sa

from bot.store.base.database import Database
from bot.store.schema import handoffs, messages

MEANINGS = {
    "messages_new": "Customers' messages that no turn has handled yet.",
    "messages_pending": "Replies that are not delivered yet.",
    "messages_set_aside": "Customers' messages that failed three times and wait for an operator.",
    "handoffs_waiting": "Customers in the queue for a human.",
    "handoffs_accepted": "Conversations that a human has.",
}


def measure(database: Database) -> dict[str, int]:
    """The numbers of MEANINGS, in two queries over partial indexes."""
    with database.read() as tx:
        counted = {
            f"messages_{state}": n for state, n in tx.execute(_by_state(messages, "new", "pending", "set_aside"))
        }
        counted |= {f"handoffs_{state}": n for state, n in tx.execute(_by_state(handoffs, "waiting", "accepted"))}
    return {name: counted.get(name, 0) for name in MEANINGS}


def _by_state(table: sa.Table, *states: str) -> sa.sql.Select:
    return sa.union_all(*(sa.select(sa.literal(s), sa.func.count()).where(table.c.state == s) for s in states))
