"""An e-mail address and a note for when nobody of the team is online."""

from actions.forms import Answers, Field, Form, closed
from actions.step import Events, Step
from bot.services import handoffs


class LeaveContact(Form):
    name = "leave_contact"
    fields = (Field("email", "email"), Field("note", "note", optional=True))

    def begin(self, step: Step) -> Events:
        if step.waiting:
            return self.proceed(step, {})
        step.say("utter_not_waiting")
        return closed()

    def keep(self, step: Step, answers: Answers) -> None:
        handoffs.leave_contact(step.work, **answers)

    def leave(self, step: Step, answers: Answers) -> None:
        step.say("utter_no_human")

    def finish(self, step: Step, answers: Answers) -> Events:
        step.say("utter_contact_kept" if step.waiting else "utter_not_waiting", email=answers["email"])
        return closed()
