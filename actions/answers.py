"""Answering questions, and being honest when there is no answer."""

import json
from typing import Any

from rasa_sdk.events import SlotSet

from actions.find_store import named, show
from actions.form_steps import not_understood
from actions.step import Events, Step, SupportAction, awaiting
from actions.surveys import ask_rating
from bot.base.content import DEFAULT_LANGUAGE
from bot.services import answers, experiments, handoffs

_NEAREST = 3


class Answer(SupportAction):
    action_name = "action_answer"

    def act(self, step: Step) -> Events:
        topic = step.entity("topic") or _ranked_topics(step)[0]
        if topic not in step.content.topics:
            return Fallback().act(step)
        answers.answered(step.work, step.content, topic, step.intent.get("confidence"))
        stores = named(step)
        if stores and step.content.topics[topic].about == "store":
            show(step, stores)
        else:
            _tell(step, topic)
        if not step.busy:
            step.say("utter_ask_helpful")
        return [SlotSet("topic", topic), SlotSet("misses", 0), awaiting("helpful")]


class Fallback(SupportAction):
    action_name = "action_fallback"

    def act(self, step: Step) -> Events:
        if step.form is not None:
            return not_understood(step)
        return _miss(step, [t for t in _ranked_topics(step) if t in step.content.topics][:_NEAREST])


class AskBack(SupportAction):
    """Nothing is sure enough alone, but probably one of a few: the customer picks."""

    action_name = "action_ask_back"

    def act(self, step: Step) -> Events:
        if step.form is not None:
            return not_understood(step)
        labels = step.tracker.latest_message.get("options") or []
        options = [label for label in labels if f"utter_title_{_name(label)}" in step.content.responses]
        if not options:
            return Fallback().act(step)
        answers.asked_back(step.work, options, step.intent.get("confidence"))
        none = {"title": step.content.text("utter_button_none", step.language), "payload": "/none_of_these"}
        step.say("utter_ask_back", buttons=[*(_option(step, label) for label in options), none])
        return [awaiting("options")]


class NoneOfThese(SupportAction):
    action_name = "action_none_of_these"

    def act(self, step: Step) -> Events:
        return _miss(step, [], human_first=True)


class Helpful(SupportAction):
    action_name = "action_helpful"

    def act(self, step: Step) -> Events:
        answers.judged(step.work, True, step.topic)
        step.say("utter_glad")
        return ask_rating(step)


class NotHelpful(SupportAction):
    action_name = "action_not_helpful"

    def act(self, step: Step) -> Events:
        answers.judged(step.work, False, step.topic)
        step.say("utter_not_helpful")
        return [SlotSet("misses", 0), awaiting("human")]


def _tell(step: Step, topic: str) -> None:
    """The answer to the topic, or the variant of it that this customer gets."""
    found = experiments.assigned(step.work.database, step.work.conversation.customer_id, topic)
    if found and found.on_trial:
        experiments.expose(step.work, found)
    if found is None or not found.variant.text:
        step.say(f"utter_faq/{topic}")
        return
    text = found.variant.text.get(step.language) or found.variant.text[DEFAULT_LANGUAGE]
    buttons = step.content.render(f"utter_faq/{topic}", step.language)["buttons"]
    step.dispatcher.utter_message(text=step.content.fill(text, step.language), buttons=buttons)


def _ranked_topics(step: Step) -> list[str]:
    selector = step.tracker.latest_message.get("response_selector") or {}
    ranking = selector.get("faq", {}).get("ranking", [])
    return [entry["intent_response_key"].removeprefix("faq/") for entry in ranking]


def _miss(step: Step, nearest: list[str], human_first: bool = False) -> Events:
    misses = int(step.tracker.get_slot("misses") or 0) + 1
    answers.missed(step.work, step.intent.get("name"), step.intent.get("confidence"), nearest)
    if step.waiting:
        step.say("utter_noted_while_waiting", position=handoffs.position(step.work))
    else:
        _offer(step, nearest, human_first or misses >= answers.MISSES_BEFORE_HUMAN)
    return [SlotSet("misses", misses), awaiting("human")]


def _offer(step: Step, nearest: list[str], human_first: bool) -> None:
    topics = [
        {"title": step.content.title(t, step.language), "payload": _payload("ask_topic", topic=t)} for t in nearest
    ]
    human = {"title": step.content.text("utter_button_human", step.language), "payload": "/contact_human_agent"}
    if human_first:
        step.say("utter_fallback_human_first", buttons=[human, *topics])
    else:
        step.say("utter_fallback", buttons=[*topics, human])


def _option(step: Step, label: str) -> dict[str, str]:
    """A button for a label, which also says which message it explains."""
    name = _name(label)
    asked = {"meant": step.work.message.id} if step.work.message else {}
    payload = _payload("ask_topic", topic=name, **asked) if label != name else _payload(name, **asked)
    return {"title": step.content.title(name, step.language), "payload": payload}


def _name(label: str) -> str:
    return label.removeprefix("faq/")


def _payload(intent: str, **entities: Any) -> str:
    return f"/{intent}{json.dumps(entities)}"
