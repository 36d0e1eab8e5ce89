"""One customer message through Rasa, inside one unit of work."""

from pathlib import Path
from typing import Any, Optional

from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.engine.exceptions import GraphComponentException
from rasa.shared.core.domain import Domain
from rasa_sdk.executor import ActionExecutor

import actions
from bot.base.content import Content
from bot.dialogue.event_loop import ThreadLoop
from bot.dialogue.fields import form_words, read_field, read_story
from bot.dialogue.processor import TurnProcessor
from bot.dialogue.state import WorkTrackerStore
from bot.dialogue.understanding import Parsed, defused, expected, from_payload
from bot.dialogue.voice import LocalisedGenerator, WorkChannel
from bot.nlu.entities.ratings import rating_words
from bot.services import answers
from bot.store.chat.dialogues import DialogueState
from bot.store.chat.touchpoints import Kind
from bot.store.turns.work import Work, current


class Dialogue:
    """The trained model, loaded once; `respond` may be called from several threads."""

    def __init__(self, model: Path, content: Content) -> None:
        self.version = model.name.split(".")[0]
        store = WorkTrackerStore(Domain.empty())
        voice = LocalisedGenerator(content)
        try:
            self._processor = TurnProcessor(model, store, InMemoryLockStore(), voice, actions=_custom_actions())
        except GraphComponentException as error:
            # Rasa wraps what a component of ours said, for example that its encoder is missing.
            raise error.__cause__ or error from None
        store.domain = self._processor.domain
        self._words = rating_words(content.synonyms, content.lookups)
        self._form_words = form_words(content.lookups)
        # What the first use would still have to load is loaded now, not in a customer's turn.
        self._loop = ThreadLoop()
        self._loop.run(self._processor.parse_message(UserMessage("hello")))

    def respond(self, work: Work, payload: Optional[str] = None) -> Parsed:
        """Understand the work's message, decide and act; everything stays in `work`, nothing is written.

        `payload` is what the pressed button stands for, when the message is a press. Gives what was understood.
        """
        work.model_version = self.version
        return self._loop.run(self._respond(work, payload))

    async def _respond(self, work: Work, payload: Optional[str]) -> Parsed:
        assert work.message is not None
        awaiting = work.dialogue.slots.get("awaiting")
        given = self._given(awaiting, work.message.text, payload)
        message = self._message(work, given)
        token = current.set(work)
        try:
            parse_data = given or read_story(awaiting, await self._processor.parse_message(message))
            _record(work, parse_data, pressed=payload is not None)
            _keep_pick(work, parse_data)
            message.parse_data = parse_data
            await self._processor.handle_message(message)
        finally:
            current.reset(token)
        return parse_data

    def _given(self, awaiting: Optional[str], text: str, payload: Optional[str]) -> Optional[Parsed]:
        """What was said, where that is known without the model."""
        if payload:
            return from_payload(payload, text)
        return read_field(awaiting, text, self._form_words) or expected(awaiting, text, self._words)

    def _message(self, work: Work, given: Optional[Parsed]) -> UserMessage:
        assert work.message is not None
        # The slot follows the conversation, whose language may have been changed outside of Rasa.
        slots = {**work.dialogue.slots, "language": work.conversation.language}
        work.dialogue = DialogueState(slots, work.dialogue.events)
        text = given["text"] if given else work.message.text
        return UserMessage(defused(text), WorkChannel(work), str(work.conversation.id), message_id=work.cause)


def _record(work: Work, parse_data: Parsed, pressed: bool) -> None:
    intent: dict[str, Any] = parse_data["intent"]
    kind = Kind.BUTTON_PRESSED if pressed else Kind.MESSAGE_RECEIVED
    work.record(kind, intent=intent["name"], confidence=intent.get("confidence"))


def _keep_pick(work: Work, parse_data: Parsed) -> None:
    """A button picked after asking back says what an earlier message meant."""
    entities = {e["entity"]: e["value"] for e in parse_data.get("entities", ())}
    if "meant" in entities:
        label = f"faq/{entities['topic']}" if "topic" in entities else parse_data["intent"]["name"]
        answers.picked(work, label, entities["meant"])


def _custom_actions() -> dict[str, Any]:
    executor = ActionExecutor()
    executor.register_package(actions.__name__)
    found = executor.actions
    return {name: function.__self__ for name, function in found.items()}
