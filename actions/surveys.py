"""Asking for a rating, taking it, and the comment behind it."""

from actions.step import Events, Step, SupportAction, awaiting
from bot.services import surveys


def ask_rating(step: Step) -> Events:
    """Ask once per conversation, unless the customer is busy with something else."""
    if not surveys.may_ask(step.work) or step.busy:
        return [awaiting(None)]
    surveys.ask(step.work, surveys.resolver(step.work))
    step.say("utter_ask_rating")
    return [awaiting("rating")]


class AskRating(SupportAction):
    """The customer wants to give feedback: the open survey again, or the first one."""

    action_name = "action_ask_rating"

    def act(self, step: Step) -> Events:
        if step.work.survey is not None and surveys.is_open(step.work):
            step.say("utter_ask_rating")
            return [awaiting("rating")]
        if surveys.may_ask(step.work) and not step.busy:
            return ask_rating(step)
        step.say("utter_feedback_later" if surveys.may_ask(step.work) else "utter_rating_closed")
        return [awaiting(None)]


class Rate(SupportAction):
    action_name = "action_rate"

    def act(self, step: Step) -> Events:
        rating = step.entity("rating")
        if not surveys.rate(step.work, rating):
            step.say("utter_rating_closed")
            return [awaiting(None)]
        step.say("utter_rated_low" if rating <= surveys.LOW else "utter_rated", rating=rating)
        return [awaiting("comment")]


class RateUnclear(SupportAction):
    action_name = "action_rate_unclear"

    def act(self, step: Step) -> Events:
        step.say("utter_ask_number")
        return [awaiting("rating")]


class Comment(SupportAction):
    action_name = "action_comment"

    def act(self, step: Step) -> Events:
        step.say("utter_comment_kept" if surveys.comment(step.work, step.said) else "utter_rating_closed")
        return [awaiting(None)]


class SkipComment(SupportAction):
    action_name = "action_skip_comment"

    def act(self, step: Step) -> Events:
        step.say("utter_comment_skipped")
        return [awaiting(None)]
