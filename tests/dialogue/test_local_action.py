"""Custom actions see in our process what they would see in an action server."""

import asyncio
from typing import Any

import pytest
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core import events
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet

from bot.base.paths import DOMAIN
from bot.dialogue.local_action import LocalAction


class Looking(Action):  # type: ignore[misc]
    """Keeps what it was shown."""

    def name(self) -> str:
        return "action_answer"

    async def run(self, _dispatcher: Any, tracker: Tracker, _domain: Any) -> list[Any]:
        self.seen = tracker.current_state()
        return [SlotSet("topic", "returns")]


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(DOMAIN))


def test_the_tracker_and_its_events(domain: Domain) -> None:
    tracker = DialogueStateTracker("7", domain.slots)
    said = {"name": "faq", "confidence": 0.9}, [{"entity": "topic", "value": "returns"}]
    for event in (
        events.ActionExecuted("action_listen"),
        events.UserUttered("before", {"name": "greet"}),
        events.Restarted(),
        events.SlotSet("awaiting", "rating"),
        events.ActionExecuted("action_listen"),
        events.UserUttered("how do I send it back", *said),
    ):
        tracker.update(event)
    looking = Looking()
    served = Tracker.from_dict(tracker.current_state(EventVerbosity.AFTER_RESTART)).current_state()
    nlg, channel = TemplatedNaturalLanguageGenerator({}), CollectingOutputChannel()
    made = asyncio.run(LocalAction(looking, {}).run(channel, nlg, tracker, domain))
    assert looking.seen == served
    assert made == [events.SlotSet("topic", "returns")]
