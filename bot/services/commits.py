"""Committing a unit of work and telling everybody who waits for it."""

from bot.base.signals import Signals
from bot.store.work import Work


def commit(work: Work, wake: Signals) -> None:
    """Commit. The work itself announces what it changed.

    Raises:
        bot.store.conversations.Outdated: nothing was written; load the conversation and decide again.
    """
    work.commit()
