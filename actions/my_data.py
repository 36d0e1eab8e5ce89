"""What customers may ask about their own data: no follow-ups, a copy, its erasure."""

from typing import Any

from rasa_sdk.events import SlotSet

from actions.forms import Answers, Field, Form
from actions.step import Events, Step, SupportAction
from bot.services import answers as answering
from bot.services import privacy


class OptOut(SupportAction):
    action_name = "action_opt_out"

    def act(self, step: Step) -> Events:
        _answered(step)
        privacy.opt_out(step.work)
        step.say("utter_opt_out")
        return [SlotSet("misses", 0)]


class ExportMyData(SupportAction):
    """On the web a link to a file; elsewhere, where our own links lead nowhere, in words."""

    action_name = "action_export_my_data"

    def act(self, step: Step) -> Events:
        _answered(step)
        if step.work.conversation.channel == "web":
            step.say("utter_export_link", path=f"/chat/export/{privacy.offer_export(step.work)}")
        else:
            privacy.exported(step.work)
            step.say("utter_export_summary", **_summary(step))
        return [SlotSet("misses", 0)]


class DeleteMyData(Form):
    name = "delete_my_data"
    fields = (Field("confirm", "yes_no"),)

    def leave(self, step: Step, answers: Answers) -> None:
        step.say("utter_data_kept")

    def finish(self, step: Step, answers: Answers) -> Events:
        privacy.erase(step.work, in_place=step.content.text("utter_erased_message", step.work.conversation.language))
        step.say("utter_data_erased")
        return self.done(step)


def _answered(step: Step) -> None:
    intent = str(step.intent["name"])
    answering.requested(step.work, intent, step.intent.get("confidence"))
    answering.fulfilled(step.work, intent)


def _summary(step: Step) -> "dict[str, Any]":
    data = privacy.export(step.work.database, step.work.conversation.customer_id)
    counted = {f"n_{kind.replace(' ', '_')}": len(rows) for kind, rows in data.items() if kind != "customer"}
    since = data["customer"]["created_at"].date().isoformat()
    return {"customer": data["customer"]["name"] or "-", "since": since, **counted}
