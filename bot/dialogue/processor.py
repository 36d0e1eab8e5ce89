"""Rasa's message processor with the actions in our own process and no way in for forged commands."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Dict, List, Mapping, Optional, Tuple, Union

import rasa.core.actions.action
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa_sdk import Action as CustomAction
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.understanding import defused


class LocalAction(RemoteAction):  # type: ignore[misc]
    """One of actions/, run here: the same as through an action server, without the network and its schema checks."""

    def __init__(self, action: CustomAction, domain: Mapping[str, Any]) -> None:
        super().__init__(action.name(), None)
        self._action = action
        self._domain = domain

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
        metadata: Optional[Dict[str, Any]] = None,
    ) -> List[Event]:
        dispatcher = CollectingDispatcher()
        state = Tracker.from_dict(tracker.current_state(EventVerbosity.AFTER_RESTART))
        events = await self._action.run(dispatcher, state, self._domain)
        said = await self._utter_responses(dispatcher.messages, output_channel, nlg, tracker)
        return [*said, *deserialise_events(events)]


class InlineRunner(DaskGraphRunner):  # type: ignore[misc]
    """Runs the few nodes of a prediction one after the other; planning them with Dask takes longer than they do."""

    def run(self, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None) -> Dict[str, Any]:
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        return dict(self._output(name, done) for name in targets or self._graph_schema.target_names)

    def _output(self, name: str, done: Dict[str, Tuple[str, Any]]) -> Tuple[str, Any]:
        if name not in done:
            needs = self._graph_schema.nodes[name].needs.values()
            done[name] = self._instantiated_nodes[name](*(self._output(need, done) for need in needs))
        return done[name]


class TurnProcessor(MessageProcessor):  # type: ignore[misc]
    """`actions` are those of actions/ by name."""

    def __init__(self, *args: Any, actions: Mapping[str, CustomAction], **options: Any) -> None:
        super().__init__(*args, **options)
        plain_domain = self.domain.as_dict()
        self._actions = {name: LocalAction(action, plain_domain) for name, action in actions.items()}

    @staticmethod
    def _load_model(model_path: Union[str, Path]) -> Tuple[str, ModelMetadata, GraphRunner]:
        model = Path(model_path)
        with TemporaryDirectory() as folder:
            loaded = load_predict_graph_runner(Path(folder), model, LocalModelStorage, InlineRunner)
        return (model.name, *loaded)

    def _get_action(self, action_name: str) -> Optional[Action]:
        local = self._actions.get(action_name)
        return local or rasa.core.actions.action.action_for_name_or_text(action_name, self.domain, None)

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> Tuple[Action, PolicyPrediction]:
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        return self._actions.get(action.name(), action), prediction

    async def parse_message(
        self,
        message: UserMessage,
        tracker: Optional[DialogueStateTracker] = None,
        only_output_properties: bool = True,
    ) -> Dict[str, Any]:
        message.text = defused(message.text or "")
        parsed: Dict[str, Any] = await super().parse_message(message, tracker, only_output_properties)
        return parsed

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        # Unlike the original it lets an action's exception through: a turn that failed is done again, never half.
        # And it copies the tracker, which replays every event, only for a policy that adds events of its own.
        view = tracker
        if prediction.events:
            view = tracker.copy()
            view.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, view, self.domain)
        except ActionExecutionRejection:
            rejected = ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence)
            tracker.update(rejected)
            return bool(self.should_predict_another_action(action.name()))
        self._log_action_on_tracker(tracker, action, events, prediction)
        await self.execute_side_effects(events, tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))
