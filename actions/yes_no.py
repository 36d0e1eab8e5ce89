"""What "yes" and "no" mean depends on what the bot asked last."""

from typing import Mapping

from actions.answers import Helpful, NoneOfThese, NotHelpful
from actions.form_steps import FormLeave, FormUnclear, FormYes
from actions.handoff import NoHuman, RequestHuman
from actions.step import Events, Step, SupportAction, awaiting

_YES: Mapping[str, SupportAction] = {"helpful": Helpful(), "human": RequestHuman(), "yes_no": FormYes()}
_NO: Mapping[str, SupportAction] = {
    "options": NoneOfThese(),
    "helpful": NotHelpful(),
    "human": NoHuman(),
    "yes_no": FormLeave(),
}


class Affirm(SupportAction):
    action_name = "action_affirm"

    def act(self, step: Step) -> Events:
        return _follow(_YES, step, in_form=FormUnclear())


class Deny(SupportAction):
    action_name = "action_deny"

    def act(self, step: Step) -> Events:
        return _follow(_NO, step, in_form=FormLeave())


def _follow(meanings: Mapping[str, SupportAction], step: Step, in_form: SupportAction) -> Events:
    meant = meanings.get(step.tracker.get_slot("awaiting") or "") or (in_form if step.form else None)
    if meant is not None:
        return meant.act(step)
    step.say("utter_what_else")
    return [awaiting(None)]
