"""Handing over to a human: the queue, and an address to write to when nobody is there."""

from rasa_sdk.events import SlotSet

from actions.step import Events, Step, SupportAction, awaiting
from bot.services import handoffs, surveys


class RequestHuman(SupportAction):
    action_name = "action_request_human"

    def act(self, step: Step) -> Events:
        handoffs.request(step.work, _reason(step))
        online = handoffs.anyone_online(step.work.database)
        step.say("utter_queued" if online else "utter_nobody_online", position=handoffs.position(step.work))
        return [SlotSet("misses", 0), SlotSet("form", None), awaiting(None)]


class NoHuman(SupportAction):
    action_name = "action_no_human"

    def act(self, step: Step) -> Events:
        step.say("utter_no_human")
        return [SlotSet("misses", 0), awaiting(None)]


class QueuePosition(SupportAction):
    action_name = "action_queue_position"

    def act(self, step: Step) -> Events:
        position = handoffs.position(step.work)
        step.say("utter_position" if position else "utter_not_waiting", position=position)
        return []


class CancelHandoff(SupportAction):
    action_name = "action_cancel_handoff"

    def act(self, step: Step) -> Events:
        step.say("utter_handoff_cancelled" if handoffs.cancel(step.work) else "utter_not_waiting")
        return [SlotSet("form", None), awaiting(None)]


def _reason(step: Step) -> str:
    """Why the customer ends up with a human, from what came just before."""
    survey = step.work.survey
    if survey and survey.rating is not None and survey.rating <= surveys.LOW:
        return "low_rating"
    asked_back = step.tracker.get_slot("awaiting") == "human"
    if asked_back and int(step.tracker.get_slot("misses") or 0):
        return "misses"
    return "not_helpful" if asked_back else "requested"
