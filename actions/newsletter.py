"""Subscribing to the newsletter: the consent first, then the address."""

from typing import Any

from actions.forms import Answers, Field, Form
from actions.step import Events, Step
from bot.services import privacy

_CONSENT = "utter_ask_newsletter_consent"


class Newsletter(Form):
    name = "newsletter"
    fields = (Field("consent", "yes_no"), Field("email", "email"))

    def taken(self, step: Step, field: str, value: Any) -> Any:
        # The proof of a consent is the very text that was agreed to.
        return step.content.text(_CONSENT, step.work.conversation.language) if field == "consent" else value

    def finish(self, step: Step, answers: Answers) -> Events:
        privacy.subscribe(step.work, answers["email"], answers["consent"])
        step.say("utter_newsletter_subscribed", email=answers["email"])
        return self.done(step)
