"""Handing a conversation to a human and back. The owner moves bot -> waiting -> human -> bot, and nowhere else.

Reasons: requested (by the customer), misses (two in a row), not_helpful, low_rating, failure (a turn failed for good).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.base.clock import now
from bot.services import merging
from bot.store.base.database import Database
from bot.store.base.records import Agent, Handoff
from bot.store.chat import handoffs
from bot.store.chat.touchpoints import Kind
from bot.store.staff import agents
from bot.store.turns.work import Work

# The console renews an agent's presence every 20 seconds while it is open.
ONLINE_FOR = timedelta(seconds=60)


class NotPossible(Exception):
    """The handoff is not in a state for that; the message says so in words for the agent."""


def request(work: Work, reason: str) -> None:
    """Put the customer into the queue; no effect when already there or with a human."""
    if work.handoff is not None:
        return
    requested_at = now()
    work.later(handoffs.add, work.conversation, reason=reason, requested_at=requested_at)
    work.handoff = Handoff(0, work.conversation.id, "waiting", reason, requested_at, None, None, None, None, None)
    work.change(owner="waiting")
    work.record(Kind.HANDOFF_REQUESTED, detail=reason)


def cancel(work: Work) -> bool:
    """The customer no longer wants to wait; False when nobody was waiting."""
    if work.handoff is None or work.handoff.state != "waiting":
        return False
    work.later(handoffs.change, work.handoff.id, state="cancelled", ended_at=now())
    work.handoff = None
    work.change(owner="bot")
    work.record(Kind.HANDOFF_CANCELLED)
    return True


def position(work: Work) -> int:
    """The customer's place in the queue, 1 for the next one; 0 when not in the queue."""
    if work.handoff is None or work.handoff.state != "waiting":
        return 0
    with work.database.read() as tx:
        return handoffs.waiting_before(tx, work.handoff.requested_at) + 1


def anyone_online(database: Database) -> bool:
    with database.read() as tx:
        return agents.online_since(tx, now() - ONLINE_FOR) > 0


def leave_contact(work: Work, **contact: str) -> bool:
    """Keep an e-mail address or a note for whoever takes the handoff; False when there is none open."""
    if work.handoff is None:
        return False
    work.later(_add_contact, work.conversation.id, **contact)
    if contact.get("email"):
        whose = (work.conversation.customer_id, contact["email"], work.conversation.language)
        work.later(merging.known_by_email, *whose, "left the address for a reply")
    work.record(Kind.CONTACT_LEFT, detail=",".join(sorted(contact)))
    return True


def _add_contact(tx: object, conversation_id: int, **contact: str) -> None:
    # Looked up within the commit: the handoff may have been requested in this same work.
    handoff = handoffs.find_open(tx, conversation_id)
    if handoff is not None:
        handoffs.change(tx, handoff.id, **contact)


def accept(work: Work, agent: Agent) -> None:
    """The agent takes the conversation.

    Raises:
        NotPossible: it is no longer waiting.
    """
    if work.handoff is None or work.handoff.state != "waiting":
        raise NotPossible("Somebody else has taken this conversation, or the customer left the queue.")
    work.later(handoffs.change, work.handoff.id, state="accepted", accepted_at=now(), agent_id=agent.id)
    work.change(owner="human")
    work.record(Kind.HANDOFF_ACCEPTED, value=_seconds(work.handoff.requested_at))


def replied(work: Work, agent: Agent) -> None:
    """The agent wrote to the customer.

    Raises:
        NotPossible: the conversation is not this agent's.
    """
    handoff = _held_by(work, agent)
    work.change(human_messages=work.conversation.human_messages + 1)
    if handoff.replied_at is None:
        work.later(handoffs.change, handoff.id, replied_at=now())
        work.handoff = replace(handoff, replied_at=now())
        work.record(Kind.HUMAN_REPLIED, value=_seconds(handoff.requested_at), detail="first")
    else:
        work.record(Kind.HUMAN_REPLIED)


def end(work: Work, agent: Agent, resolved: bool) -> None:
    """The agent is done: the bot has the conversation again.

    Raises:
        NotPossible: the conversation is not this agent's.
    """
    handoff = _held_by(work, agent)
    work.later(handoffs.change, handoff.id, state="resolved", ended_at=now())
    work.handoff = None
    work.change(owner="bot")
    assert handoff.accepted_at is not None
    detail = "resolved" if resolved else "returned"
    work.record(Kind.HANDOFF_RESOLVED, value=_seconds(handoff.accepted_at), detail=detail)


def _held_by(work: Work, agent: Agent) -> Handoff:
    handoff = work.handoff
    if handoff is None or handoff.state != "accepted" or handoff.agent_id != agent.id:
        raise NotPossible("This conversation is not yours; accept it from the queue first.")
    return handoff


def _seconds(since: datetime) -> int:
    return round((now() - since).total_seconds())
