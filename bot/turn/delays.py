"""When an answer takes long the customer is told, once: their message is safe, and will be answered."""

import threading
from datetime import timedelta

import structlog

from bot.base.clock import now
from bot.base.content import Content
from bot.store.base.database import Connection, Database
from bot.store.base.trouble import told
from bot.store.chat.conversations import Outdated
from bot.store.turns import delays
from bot.store.turns.work import load_work

log = structlog.get_logger()
_LOOK_EVERY_SECONDS = 5.0
# Telling changes the conversation, which a turn under way would have to begin anew for: none is that late.
_AFTER_DEADLINE = timedelta(seconds=5)


class Delays:
    """Runs in a thread of its own from `start` to `stop`."""

    def __init__(self, database: Database, content: Content, deadline_seconds: float) -> None:
        self._database, self._content = database, content
        self._patience = timedelta(seconds=deadline_seconds) + _AFTER_DEADLINE
        self._stopping = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="delays", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY_SECONDS):
            try:
                self.tell()
            except Exception as error:
                if not told(error):
                    log.exception("could not tell customers that answers take long; trying again")

    def tell(self) -> int:
        """Tell those who have waited for too long; gives their number."""
        with self._database.read() as tx:
            waiting = delays.untold(tx, now() - self._patience)
        if waiting:
            log.warning("Answers take long: see whether the machine is busy or turns fail", conversations=len(waiting))
        return sum(self._tell(*where) for where in waiting)

    def _tell(self, conversation_id: int, message_id: int) -> bool:
        work = load_work(self._database, conversation_id, cause=f"m{message_id}:delayed")
        work.later(_still_untold, message_id)
        work.reply(self._content.text("utter_delayed", work.conversation.language), sender="system")
        try:
            work.commit()
        except Outdated:
            return False
        return True


def _still_untold(tx: Connection, message_id: int) -> None:
    # Another process may have been faster since the message was found.
    if not delays.is_untold(tx, message_id):
        raise Outdated(f"message {message_id} waits no longer, or its customer was told")
