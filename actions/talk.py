"""Small talk with consequences: thanks and goodbyes end something, a language is chosen."""

from rasa_sdk.events import SlotSet

from actions.step import Events, Step, SupportAction, awaiting
from actions.surveys import ask_rating
from bot.store.chat import history
from bot.store.chat.touchpoints import Kind


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
        return [SlotSet("form", None), *(ask_rating(step) if step.topic else [])]


class SetLanguage(SupportAction):
    action_name = "action_set_language"

    def act(self, step: Step) -> Events:
        wanted = step.entity("wanted_language")
        if wanted not in step.content.languages:
            step.say("utter_change_language")
            return []
        step.work.change(language=wanted)
        step.dispatcher.utter_message(text=step.content.text("utter_language_set", wanted))
        return [SlotSet("language", wanted), awaiting(None)]


class Repeat(SupportAction):
    """The bot's last messages once more, their buttons with them; what the customer's answer means stays the same."""

    action_name = "action_repeat"
    returns_to_form = False

    def act(self, step: Step) -> Events:
        with step.work.database.read() as tx:
            said = history.last_replies(tx, step.work.conversation.id)
        for reply in said:
            step.dispatcher.utter_message(text=reply.text, buttons=list(reply.choices))
        if not said:
            step.say("utter_nothing_to_repeat")
        return []


class Say(SupportAction):
    """A flow that is one reply, named after the intent."""

    action_name = "action_say"

    def act(self, step: Step) -> Events:
        step.say(f"utter_{step.intent['name']}")
        return []
