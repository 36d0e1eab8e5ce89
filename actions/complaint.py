"""A complaint for the record: what happened and its root cause, question by question, each of which may be skipped."""

from actions.forms import Answers, Field, Form, closed
from actions.step import Events, Step
from bot.services import complaints, locations

# The number of words from which on the first message counts as the story itself.
_A_STORY = 8
_CAUSE = "cause"


class Complaint(Form):
    name = "complaint"
    fields = tuple(Field(question, "story", optional=True) for question in complaints.QUESTIONS)

    def begin(self, step: Step) -> Events:
        step.say("utter_complaint")
        return super().begin(step)

    def known(self, step: Step) -> Answers:
        known = {_CAUSE: step.work.cause}
        if len(step.said.split()) >= _A_STORY:
            known["what_happened"] = step.said
        return known

    def keep(self, step: Step, answers: Answers) -> None:
        if told := _told(answers):
            stores = locations.every(step.work.database)
            locations.concerns(step.work, locations.named(stores, " ".join(told.values())))
            complaints.keep(step.work, answers[_CAUSE], told)

    def leave(self, step: Step, answers: Answers) -> None:
        complaints.withdraw(step.work, answers[_CAUSE])
        step.say("utter_complaint_withdrawn")

    def finish(self, step: Step, answers: Answers) -> Events:
        if not _told(answers):
            step.say("utter_form_left")
            return closed()
        complaints.complete(step.work, answers[_CAUSE])
        step.say("utter_complaint_kept")
        return self.done(step, "human")


def _told(answers: Answers) -> "dict[str, str]":
    return {question: answers[question] for question in complaints.QUESTIONS if answers.get(question)}
