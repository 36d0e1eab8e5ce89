"""How replies come out of Rasa: texts in the customer's language, collected for the turn's commit."""

from typing import Any, Dict, List, Optional

from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.base.content import Content
from bot.store.turns.work import Work


class LocalisedGenerator(NaturalLanguageGenerator):  # type: ignore[misc]
    """Responses of domain.yml and data/ in the language of the conversation, with the brand's facts filled in."""

    def __init__(self, content: Content) -> None:
        self._content = content

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> Optional[Dict[str, Any]]:
        if utter_action not in self._content.responses:
            return None
        rendered = self._content.render(utter_action, str(tracker.get_slot("language")), **kwargs)
        return {**rendered, "utter_action": utter_action}


class WorkChannel(OutputChannel):  # type: ignore[misc]
    """Puts what the bot says into the unit of work. Nothing is sent before the turn is committed."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @classmethod
    def name(cls) -> str:
        return "notouch"

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        buttons: List[Dict[str, Any]] = message.get("buttons") or []
        if message.get("text"):
            self._work.reply(message["text"], buttons)
