"""What a customer can do with a form: begin it, answer, skip a question, leave."""

from actions.complaint import Complaint
from actions.contact import LeaveContact
from actions.find_store import FindStore
from actions.forms import Form, closed
from actions.my_data import DeleteMyData
from actions.newsletter import Newsletter
from actions.step import Events, Step, SupportAction
from actions.track_order import TrackOrder

FORMS: "dict[str, Form]" = {
    form.name: form for form in (TrackOrder(), FindStore(), Complaint(), Newsletter(), DeleteMyData(), LeaveContact())
}


class FormBegin(SupportAction):
    action_name = "action_form_begin"
    returns_to_form = False

    def act(self, step: Step) -> Events:
        return FORMS[str(step.intent["name"])].begin(step)


class FormAnswer(SupportAction):
    """A typed answer, or a button that names the question it belongs to and so can't answer another one later."""

    action_name = "action_form_answer"

    def act(self, step: Step) -> Events:
        field = step.entity("field")
        if step.form is None or field not in (None, f"{step.form['name']}.{step.form['field']}"):
            step.say("utter_button_unknown")
            return []
        value = step.entity("value")
        return FORMS[step.form["name"]].answer(step, step.said if value is None else value)


class FormYes(SupportAction):
    action_name = "action_form_yes"

    def act(self, step: Step) -> Events:
        return FORMS[step.form["name"]].answer(step, True) if step.form else []


class FormUnclear(SupportAction):
    action_name = "action_form_unclear"

    def act(self, step: Step) -> Events:
        return not_understood(step)


class FormSkip(SupportAction):
    action_name = "action_form_skip"

    def act(self, step: Step) -> Events:
        if step.form is None:
            step.say("utter_button_unknown")
            return []
        return FORMS[step.form["name"]].skip(step)


class FormLeave(SupportAction):
    action_name = "action_form_leave"

    def act(self, step: Step) -> Events:
        if step.form is None:
            step.say("utter_form_left")
            return []
        FORMS[step.form["name"]].leave(step, step.form["answers"])
        return closed()


def not_understood(step: Step) -> Events:
    """The message is no answer to the open question, as far as the bot can tell; a story takes it as it is."""
    if step.form is None:
        step.say("utter_what_else")
        return []
    form = FORMS[step.form["name"]]
    return form.answer(step, step.said) if step.form["kind"] == "story" else form.unclear(step)
