"""Small talk with consequences: thanks and goodbyes end something, a language is chosen."""

from rasa_sdk.events import SlotSet

from actions.step import Events, Step, SupportAction, awaiting
from actions.surveys import ask_rating
from bot.store.touchpoints import Kind


class Thank(SupportAction):
    action_name = "action_thank"

    def act(self, step: Step) -> Events:
        step.work.record(Kind.THANKED, topic=step.topic)
        step.say("utter_welcome")
        return ask_rating(step) if step.topic else []


class Goodbye(SupportAction):
    action_name = "action_goodbye"

    def act(self, step: Step) -> Events:
        step.say("utter_goodbye")
        return ask_rating(step) if step.topic else []


class SetLanguage(SupportAction):
    action_name = "action_set_language"

    def act(self, step: Step) -> Events:
        wanted = step.entity("wanted_language")
        if wanted not in step.content.languages:
            step.say("utter_ask_language")
            return []
        step.work.change(language=wanted)
        step.dispatcher.utter_message(text=step.content.text("utter_language_set", wanted))
        return [SlotSet("language", wanted), awaiting(None)]


class Repeat(SupportAction):
    action_name = "action_repeat"

    def act(self, step: Step) -> Events:
        if step.topic in step.content.topics:
            step.say(f"utter_faq/{step.topic}")
        else:
            step.say("utter_nothing_to_repeat")
        return []
