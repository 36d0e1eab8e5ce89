"""Committing a unit of work and telling everybody who waits for it."""

from bot.base import signals
from bot.base.signals import Signals
from bot.store.work import Work


def commit(work: Work, wake: Signals) -> None:
    """Commit, then wake the channel, the customer's open pages and the agents' consoles.

    Raises:
        bot.store.conversations.Outdated: nothing was written; load the conversation and decide again.
    """
    work.commit()
    conversation = work.conversation
    subjects = [signals.OUTBOX, signals.chat(conversation.identity_id), signals.conversation(conversation.id)]
    if "owner" in work.changes or work.handoff is not None:
        subjects.append(signals.QUEUE)
    wake.publish(*subjects)
