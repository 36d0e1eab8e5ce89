"""The stores near a place, each with its hours today."""

from typing import Optional

from rasa_sdk.events import SlotSet

from actions.forms import Answers, Field, Form, closed
from actions.step import Events, Step, SupportAction
from bot.base.clock import now
from bot.services import answers, locations
from bot.store.shop.locations import Location


class FindStore(Form):
    name = "find_store"
    fields = (Field("place", "place", optional=True),)

    def taken(self, step: Step, field: str, value: str) -> Optional[str]:
        return value if _near(step, value) else None

    def finish(self, step: Step, answers: Answers) -> Events:
        place = answers["place"]
        found = _near(step, place) if place else locations.every(step.work.database)
        if place:
            locations.concerns(step.work, found)
        show(step, found)
        return self.done(step)


class ListStores(SupportAction):
    action_name = "action_list_stores"

    def act(self, step: Step) -> Events:
        answers.requested(step.work, "list_stores", step.intent.get("confidence"))
        answers.fulfilled(step.work, "list_stores")
        show(step, locations.every(step.work.database))
        return [SlotSet("misses", 0), *closed()]


def named(step: Step) -> "list[Location]":
    """The store that the customer named, which the conversation is about from now on; empty when there is none."""
    name = step.entity("store")
    found = [store for store in locations.every(step.work.database) if store.name == name] if name else []
    locations.concerns(step.work, found)
    return found


def _near(step: Step, place: str) -> "list[Location]":
    return locations.near(locations.every(step.work.database), place)


def show(step: Step, stores: "list[Location]") -> None:
    if not stores:
        step.say("utter_no_stores")
        return
    step.dispatcher.utter_message(text="\n\n".join(_described(step, store) for store in stores))


def _described(step: Step, store: Location) -> str:
    today = locations.today(store, now())
    if today is None:
        response, hours = "utter_store_closed_today", {}
    else:
        response = "utter_store_open" if today.is_open else "utter_store_closed_now"
        hours = {"opens": today.opens, "closes": today.closes}
    place = dict(store=store.name, address=store.address, city=store.city, postcode=store.postcode)
    return step.content.text(response, step.work.conversation.language, **place, **hours)
