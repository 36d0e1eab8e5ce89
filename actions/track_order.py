"""Where an order is, for whoever can name it and prove that it is theirs."""

from typing import Optional

from actions.forms import Answers, Field, Form, closed
from actions.step import Events, Step
from bot.base import patterns
from bot.services import orders
from bot.store.shop.orders import Order


class TrackOrder(Form):
    name = "track_order"
    fields = (Field("number", "order_number"), Field("proof", "order_proof"))

    def begin(self, step: Step) -> Events:
        if not orders.may_look_up(step.work):
            step.say("utter_order_no_more_tries")
            return closed("human")
        return super().begin(step)

    def known(self, step: Step) -> Answers:
        number = step.entity("order_number") or patterns.order_number(step.said)
        email = step.entity("email") or patterns.email(step.said)
        return {name: value for name, value in (("number", number), ("proof", email)) if value}

    def finish(self, step: Step, answers: Answers) -> Events:
        key = orders.key(answers["number"], str(step.content.facts["order_number_example"]))
        order = orders.look_up(step.work, key, answers["proof"])
        if order is None:
            return self._not_found(step)
        _tell(step, order)
        return self.done(step, "helpful")

    def _not_found(self, step: Step) -> Events:
        if orders.guesses_left(step.work) <= 0:
            step.say("utter_order_no_more_tries")
            return closed("human")
        step.say("utter_order_not_found")
        return self.proceed(step, {})


def _tell(step: Step, order: Order) -> None:
    language = step.work.conversation.language
    lines = [
        step.content.text("utter_order_status", language, number=order.number),
        step.content.text(f"utter_order_{order.status}", language),
        *(_line(step, name, value) for name, value in _details(order) if value),
    ]
    step.dispatcher.utter_message(text="\n".join(lines))
    if not step.waiting:
        step.say("utter_ask_helpful")


def _details(order: Order) -> "list[tuple[str, Optional[str]]]":
    expected = order.expected_on.isoformat() if order.expected_on else None
    return [("carrier", order.carrier), ("expected", expected), ("link", order.tracking_url)]


def _line(step: Step, name: str, value: Optional[str]) -> str:
    return step.content.text(f"utter_order_line_{name}", step.work.conversation.language, value=value)
