"""The stock project's custom action, for `rasa run actions`."""

from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher


class AskHelpful(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_helpful"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[Dict[str, Any]]:
        dispatcher.utter_message(response="utter_ask_helpful")
        selected = tracker.latest_message["response_selector"]["faq"]["response"]
        return [SlotSet("topic", selected["intent_response_key"])]
