"""Clicks on links in our messages, as the customer's side reports them."""

from bot.base.clock import now
from bot.store.base.database import Database
from bot.store.base.records import Identity
from bot.store.chat import conversations, links, touchpoints
from bot.store.chat.touchpoints import Kind


def clicked(database: Database, identity: Identity, message_id: int, address: str) -> bool:
    """Record the first click on a link of a message; False when the chat has no such message, or that no such link.

    A click is about the same as the link: its topic, agent, model and the rest.
    """
    cause = links.cause(Kind.LINK_CLICKED, message_id, address)
    with database.write() as tx:
        conversations.lock_chat(tx, identity.id)
        shown = links.shown(tx, identity.id, message_id, address)
        if shown is not None:
            touchpoints.add_once(tx, {**shown, **Kind.LINK_CLICKED.defaults(), "cause": cause, "at": now()})
    return shown is not None
