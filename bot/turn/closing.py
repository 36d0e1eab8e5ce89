"""Episodes end by inactivity: a conversation that has been silent for long is closed."""

import threading
from datetime import timedelta

import structlog

from bot.base.clock import now
from bot.store.base.database import Connection, Database
from bot.store.base.records import Conversation
from bot.store.base.trouble import told
from bot.store.chat import conversations
from bot.store.chat.conversations import Outdated
from bot.store.chat.touchpoints import Kind
from bot.store.turns.work import load_work

log = structlog.get_logger()
_LOOK_EVERY_SECONDS = 30.0


class IdleClosing:
    """Runs in a thread of its own from `start` to `stop`."""

    def __init__(self, database: Database, idle_for: timedelta) -> None:
        self._database = database
        self._idle_for = idle_for
        self._stopping = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="closing", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY_SECONDS):
            try:
                self.close_idle()
            except Exception as error:
                if not told(error):
                    log.exception("could not close idle conversations; trying again")

    def close_idle(self) -> int:
        """Close what has been idle for long enough; gives the number closed."""
        with self._database.read() as tx:
            idle = conversations.idle_since(tx, now() - self._idle_for)
        return sum(self._close(conversation_id) for conversation_id in idle)

    def _close(self, conversation_id: int) -> bool:
        work = load_work(self._database, conversation_id, cause=f"c{conversation_id}:idle")
        if work.conversation.owner != "bot":
            # Another process was faster, or a human has it since it was found.
            return False
        work.later(_still_idle, work.conversation)
        work.record(Kind.CONVERSATION_CLOSED)
        work.change(owner="closed", closed_at=now())
        try:
            work.commit()
        except Outdated:
            return False
        return True


def _still_idle(tx: Connection, before: Conversation) -> None:
    # A message that came in meanwhile does not change the version.
    if conversations.waits(tx, before.id):
        raise Outdated(f"conversation {before.id} is no longer idle")
