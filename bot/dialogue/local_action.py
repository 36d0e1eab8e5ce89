"""Custom actions in our own process: the same as through an action server, without the network and its checks."""

from functools import cached_property
from typing import Any, Dict, List, Mapping, Optional

from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Action as CustomAction
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher


class LocalAction(RemoteAction):  # type: ignore[misc]
    """One of actions/, run here."""

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
        events = await self._action.run(dispatcher, _View(tracker), self._domain)
        said = await self._utter_responses(dispatcher.messages, output_channel, nlg, tracker)
        return [*said, *deserialise_events(events)]


class _View(Tracker):  # type: ignore[misc]
    """A tracker as custom actions see it. Events are made plain when an action looks at them; ours never do."""

    def __init__(self, tracker: DialogueStateTracker) -> None:
        state = tracker.current_state()
        loop, latest = state["active_loop"], state["latest_action_name"]
        super().__init__(
            tracker.sender_id, state["slots"], state["latest_message"], [], state["paused"], None, loop, latest
        )
        self.followup_action = state["followup_action"]
        del self.events
        self._tracker = tracker

    @cached_property
    def events(self) -> List[Dict[str, Any]]:
        return [event.as_dict() for event in self._tracker.events_after_latest_restart()]
