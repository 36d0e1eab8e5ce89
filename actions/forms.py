"""Forms: a few questions in a row, which the customer may answer, skip, leave, or interrupt with other questions.

The slot `form` holds the open form: its name, the open field, the answers so far. The slot `awaiting` holds the kind of
answer that is open, by which the next message is read (bot/dialogue/fields.py). Each question is the response
utter_ask_<form>_<field>.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Dict, Optional

from rasa_sdk.events import SlotSet

from actions.step import Events, Step, awaiting
from bot.services import answers as answering

Answers = Dict[str, Any]
_UNCLEAR_BEFORE_HELP = 2


@dataclass(frozen=True)
class Field:
    """One question. `kind` is one of bot/dialogue/fields.py; only an optional field can be skipped."""

    name: str
    kind: str
    optional: bool = False


class Form(ABC):
    """Give it a name, which is that of the intent that begins it, its fields and `finish`."""

    name = ""
    fields: "tuple[Field, ...]" = ()

    def begin(self, step: Step) -> Events:
        answering.requested(step.work, self.name, step.intent.get("confidence"))
        known = self.known(step)
        self.keep(step, known)
        return [SlotSet("misses", 0), *self.proceed(step, known)]

    def known(self, step: Step) -> Answers:
        """What the customer's words answer beyond what was asked."""
        return {}

    def taken(self, step: Step, field: str, value: Any) -> Any:
        """The value as it is kept; None when it only looked like an answer."""
        return value

    def keep(self, step: Step, answers: Answers) -> None:  # noqa: B027  (most forms keep nothing)
        """Store the answers so far, where they should be there even if the customer leaves now."""

    def leave(self, step: Step, answers: Answers) -> None:
        """The customer does not want to go on."""
        step.say("utter_form_left")

    @abstractmethod
    def finish(self, step: Step, answers: Answers) -> Events:
        """Everything is answered: do what the form is for."""

    def proceed(self, step: Step, answers: Answers) -> Events:
        """Ask the next question, or finish when all are answered."""
        field = next((field for field in self.fields if field.name not in answers), None)
        if field is None:
            return self.finish(step, answers)
        step.say(f"utter_ask_{self.name}_{field.name}")
        return self.open(field, answers)

    def answer(self, step: Step, value: Any) -> Events:
        """Take the answer to the open question."""
        taken = self.taken(step, _open_form(step)["field"], value)
        return self.unclear(step) if taken is None else self.go_on(step, taken)

    def skip(self, step: Step) -> Events:
        return self.go_on(step, None) if self.field(step).optional else self.unclear(step)

    def go_on(self, step: Step, value: Any) -> Events:
        """The open question is settled with that value; on to the next one."""
        form = _open_form(step)
        answers = {**self.known(step), **form["answers"], form["field"]: value}
        self.keep(step, answers)
        return self.proceed(step, answers)

    def unclear(self, step: Step) -> Events:
        """Ask once more; from the second time on offer ways out."""
        form, field = _open_form(step), self.field(step)
        times = form["unclear"] + 1
        if times >= _UNCLEAR_BEFORE_HELP:
            step.say("utter_form_stuck_optional" if field.optional else "utter_form_stuck")
        else:
            step.say(f"utter_unclear_{field.kind}")
        return self.open(field, form["answers"], times)

    def field(self, step: Step) -> Field:
        """The one whose question is open."""
        return next(field for field in self.fields if field.name == _open_form(step)["field"])

    def open(self, field: Field, answers: Answers, unclear: int = 0) -> Events:
        """The events that make the field the open question."""
        form = dict(name=self.name, field=field.name, kind=field.kind, answers=answers, unclear=unclear)
        return [SlotSet("form", form), awaiting(field.kind)]

    def done(self, step: Step, next_answers: Optional[str] = None) -> Events:
        """The events that end a form which gave the customer what they came for."""
        answering.fulfilled(step.work, self.name)
        return [SlotSet("topic", self.name), *closed(next_answers)]


def closed(next_answers: Optional[str] = None) -> Events:
    """The events that end a form; `next_answers` is what the customer's next message answers."""
    return [SlotSet("form", None), awaiting(next_answers)]


def _open_form(step: Step) -> Dict[str, Any]:
    assert step.form is not None
    return step.form
