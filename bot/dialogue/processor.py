"""Rasa's message processor with the actions in our own process and no way in for forged commands.

What it does is Rasa's; what it leaves out are copies for log lines that nobody prints, and work whose result is known
when the model is loaded.
"""

from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Tuple, Union

import rasa.core.actions.action
from rasa.core.actions.action import Action, ActionExecutionRejection, ActionListen
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    ACTION_VALIDATE_SLOT_MAPPINGS,
    DEFAULT_SLOT_NAMES,
    MAPPING_TYPE,
    SlotMappingType,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, DefinePrevUserUtteredFeaturization, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Action as CustomAction

from bot.dialogue import runner
from bot.dialogue.local_action import LocalAction
from bot.dialogue.understanding import defused


class TurnProcessor(MessageProcessor):  # type: ignore[misc]
    """`actions` are those of actions/ by name."""

    def __init__(self, *args: Any, actions: Mapping[str, CustomAction], **options: Any) -> None:
        super().__init__(*args, **options)
        plain_domain = self.domain.as_dict()
        self._actions: Dict[str, Action] = {name: LocalAction(a, plain_domain) for name, a in actions.items()}
        self._actions[ACTION_LISTEN_NAME] = ActionListen()
        self._extracts_slots = _extracts_slots(self.domain)

    @staticmethod
    def _load_model(model_path: Union[str, Path]) -> Tuple[str, ModelMetadata, GraphRunner]:
        return (Path(model_path).name, *runner.load(Path(model_path)))

    def _get_action(self, action_name: str) -> Optional[Action]:
        prepared = self._actions.get(action_name)
        return prepared or rasa.core.actions.action.action_for_name_or_text(action_name, self.domain, None)

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> Tuple[Action, PolicyPrediction]:
        more = self.should_predict_another_action(tracker.latest_action_name)
        if self.is_action_limit_reached(tracker, more):
            raise ActionLimitReached(f"More than {self.max_number_of_predictions} actions follow one message.")
        prediction = self._predict_next_with_tracker(tracker)
        return self._get_action(self.domain.action_names_or_texts[prediction.max_confidence_index]), prediction

    async def parse_message(
        self,
        message: UserMessage,
        tracker: Optional[DialogueStateTracker] = None,
        only_output_properties: bool = True,
    ) -> Dict[str, Any]:
        message.text = defused(message.text or "")
        tracker = tracker or DialogueStateTracker.from_events(message.sender_id, [])
        parsed: Dict[str, Any] = self._parse_message_with_graph(message, tracker, only_output_properties)
        self._update_full_retrieval_intent(parsed)
        return parsed

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        return await super().run_action_extract_slots(output_channel, tracker) if self._extracts_slots else tracker

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        # Unlike the original it lets an action's exception through: a turn that failed is done again, never half.
        try:
            events = await action.run(output_channel, nlg, self._view(tracker, prediction), self.domain)
        except ActionExecutionRejection:
            rejected = ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence)
            tracker.update(rejected)
            return bool(self.should_predict_another_action(action.name()))
        self._log_action_on_tracker(tracker, action, events, prediction)
        await self.execute_side_effects(events, tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))

    def _view(self, tracker: DialogueStateTracker, prediction: PolicyPrediction) -> DialogueStateTracker:
        """What the action sees: the tracker with the policy's own events, which are taken back if it refuses to run.

        The copy replays every event, so it is only made for events that change more than the message they are about.
        """
        if all(isinstance(event, DefinePrevUserUtteredFeaturization) for event in prediction.events):
            return tracker
        view = tracker.copy()
        view.update_with_events(prediction.events, self.domain)
        return view

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: Optional[List[Event]],
        prediction: PolicyPrediction,
    ) -> None:
        if not any(isinstance(event, ActionExecutionRejected) for event in events or ()):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events or [], self.domain)

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        pass


def _extracts_slots(domain: Domain) -> bool:
    """Is there a slot that Rasa fills by itself? Ours are all set by actions."""
    mappings = [m for slot in domain.slots if slot.name not in DEFAULT_SLOT_NAMES for m in slot.mappings]
    by_actions = all(m[MAPPING_TYPE] == str(SlotMappingType.CUSTOM) and "action" not in m for m in mappings)
    return not by_actions or ACTION_VALIDATE_SLOT_MAPPINGS in domain.user_actions
