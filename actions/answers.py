"""Answering questions, and being honest when there is no answer."""

import json

from rasa_sdk.events import SlotSet

from actions.form_steps import not_understood
from actions.step import Events, Step, SupportAction, awaiting
from actions.surveys import ask_rating
from bot.services import answers, handoffs

_NEAREST = 3


class Answer(SupportAction):
    action_name = "action_answer"

    def act(self, step: Step) -> Events:
        topic = step.entity("topic") or _ranked_topics(step)[0]
        if topic not in step.content.topics:
            return Fallback().act(step)
        answers.answered(step.work, step.content, topic, step.intent.get("confidence"))
        step.say(f"utter_faq/{topic}")
        if not step.busy:
            step.say("utter_ask_helpful")
        return [SlotSet("topic", topic), SlotSet("misses", 0), awaiting("helpful")]


class Fallback(SupportAction):
    action_name = "action_fallback"

    def act(self, step: Step) -> Events:
        if step.form is not None:
            return not_understood(step)
        nearest = [t for t in _ranked_topics(step) if t in step.content.topics][:_NEAREST]
        misses = int(step.tracker.get_slot("misses") or 0) + 1
        answers.missed(step.work, step.intent.get("name"), step.intent.get("confidence"), nearest)
        if step.waiting:
            step.say("utter_noted_while_waiting", position=handoffs.position(step.work))
        else:
            _offer(step, nearest, human_first=misses >= answers.MISSES_BEFORE_HUMAN)
        return [SlotSet("misses", misses), awaiting("human")]


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


def _ranked_topics(step: Step) -> list[str]:
    selector = step.tracker.latest_message.get("response_selector") or {}
    ranking = selector.get("faq", {}).get("ranking", [])
    return [entry["intent_response_key"].removeprefix("faq/") for entry in ranking]


def _offer(step: Step, nearest: list[str], human_first: bool) -> None:
    language = step.work.conversation.language
    topics = [{"title": step.content.title(t, language), "payload": _ask(t)} for t in nearest]
    human = {"title": step.content.text("utter_button_human", language), "payload": "/contact_human_agent"}
    if human_first:
        step.say("utter_fallback_human_first", buttons=[human, *topics])
    else:
        step.say("utter_fallback", buttons=[*topics, human])


def _ask(topic: str) -> str:
    return "/ask_topic" + json.dumps({"topic": topic})
