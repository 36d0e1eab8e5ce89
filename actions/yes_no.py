"""What "yes" and "no" mean depends on what the bot asked last."""

from typing import Mapping

from actions.answers import Helpful, NotHelpful
from actions.handoff import NoHuman, RequestHuman
from actions.step import Events, Step, SupportAction, awaiting

_YES: Mapping[str, SupportAction] = {"helpful": Helpful(), "human": RequestHuman()}
_NO: Mapping[str, SupportAction] = {"helpful": NotHelpful(), "human": NoHuman()}


class Affirm(SupportAction):
    action_name = "action_affirm"

    def act(self, step: Step) -> Events:
        return _follow(_YES, step)


class Deny(SupportAction):
    action_name = "action_deny"

    def act(self, step: Step) -> Events:
        return _follow(_NO, step)


def _follow(meanings: Mapping[str, SupportAction], step: Step) -> Events:
    meant = meanings.get(step.tracker.get_slot("awaiting") or "")
    if meant is not None:
        return meant.act(step)
    step.say("utter_what_else")
    return [awaiting(None)]
