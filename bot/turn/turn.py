"""One turn: the oldest unhandled message of a conversation goes to whoever owns the conversation."""

import threading
from datetime import timedelta
from typing import Any, Mapping, Optional, Protocol

import structlog

from bot.base.clock import now
from bot.base.content import Content
from bot.store.base.database import Database
from bot.store.base.trouble import TROUBLE
from bot.store.chat import messages
from bot.store.chat.conversations import Outdated
from bot.store.chat.touchpoints import Kind
from bot.store.turns.work import Work, load_next

log = structlog.get_logger()

ATTEMPTS = 3
_FIRST_RETRY = timedelta(milliseconds=500)

# The only texts that are commands, by channel, as the button payloads they stand for.
_COMMANDS: Mapping[str, Mapping[str, str]] = {
    "telegram": {"/start": "/greet", "/help": "/help", "/human": "/contact_human_agent"}
}


class Responder(Protocol):
    """What answers for the bot (bot.dialogue); gives what it understood. `version` is the model's."""

    version: str

    def respond(self, work: Work, payload: Optional[str] = None) -> Mapping[str, Any]: ...


class Reader(Protocol):
    """What can be told of a text whoever answers it (bot.nlu.reading.reader)."""

    def language(self, text: str, spoken: str) -> str: ...
    def sentiment(self, text: str) -> float: ...
    def mask(self, text: str) -> str: ...


class Turns:
    def __init__(self, database: Database, content: Content, responder: Responder, reader: Reader) -> None:
        self._database = database
        self._content = content
        self._responder = responder
        self._reader = reader

    def take_one(self, conversation_id: int, too_late: threading.Event) -> bool:
        """Handle the conversation's oldest new message; is there another one to look at?

        A turn that fails is counted and comes again; one that fails for the third time is set aside.

        Raises:
            bot.store.base.trouble.TROUBLE: the database is; nothing is counted or written.
        """
        work = load_next(self._database, conversation_id, mask=self._reader.mask)
        if work is None or work.message is None or not messages.is_due(work.message.due_at):
            return False
        try:
            self._decide(work)
            return not too_late.is_set() and work.commit()
        except Outdated:
            # An agent or another process was faster: look again, with what is true now.
            return True
        except TROUBLE:
            # Not the message's fault: it does not count.
            raise
        except Exception as error:
            self.failed(conversation_id, f"{type(error).__name__}: {error}")
            return False

    def _decide(self, work: Work) -> None:
        self._read(work)
        if work.conversation.owner == "human":
            work.record(Kind.MESSAGE_RECEIVED)
            return
        self._responder.respond(work, self._payload(work))
        for _ in work.replies:
            work.record(Kind.MESSAGE_SENT)

    def _read(self, work: Work) -> None:
        """The customer's own words tell the language to go on in, and the feeling; a button's title tells neither."""
        message, spoken = work.message, work.conversation.language
        assert message is not None
        if message.button_token is not None:
            return
        work.sentiment = self._reader.sentiment(message.text)
        language = self._reader.language(message.text, spoken)
        if language != spoken and language in self._content.languages:
            work.change(language=language)

    def _payload(self, work: Work) -> Optional[str]:
        message = work.message
        assert message is not None
        if message.button_token is not None:
            return work.payload
        return _COMMANDS.get(message.channel, {}).get(message.text)

    def failed(self, conversation_id: int, error: str) -> None:
        """Count a failure of the oldest new message: again a little later, or aside after the third."""
        work = load_next(self._database, conversation_id)
        if work is None:
            return
        assert work.message is not None
        attempt, error = work.message.attempts + 1, self._reader.mask(error)
        log.error("turn failed", conversation=conversation_id, message=work.message.id, attempt=attempt, error=error)
        if attempt >= ATTEMPTS:
            self._set_aside(work, error)
            return
        with self._database.write() as tx:
            messages.postpone(tx, work.message.id, now() + _FIRST_RETRY * 2**attempt, error)

    def _set_aside(self, work: Work, error: str) -> None:
        work.failure, work.model_version = error, self._responder.version
        work.record(Kind.TURN_FAILED)
        if work.conversation.owner != "human":
            apology = self._content.render("utter_apology", work.conversation.language)
            work.reply(apology["text"], apology["buttons"])
            work.expect("human")
        try:
            work.commit()
        except Outdated:
            log.warning("not set aside yet, the conversation changed meanwhile", conversation=work.conversation.id)
