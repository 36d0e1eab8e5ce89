"""What every action has at hand: the unit of work it belongs to, the tracker, and a voice."""

from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Dict, Iterator, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.base.content import DEFAULT_LANGUAGE, Content, project_content
from bot.base.settings import load_settings
from bot.store.base.database import Database
from bot.store.chat import conversations
from bot.store.chat.touchpoints import TRIAL_CHANNEL
from bot.store.turns.work import Work, current, load_work

Events = List[Dict[str, Any]]


@dataclass(frozen=True)
class Step:
    work: Work
    content: Content
    tracker: Tracker
    dispatcher: CollectingDispatcher

    def say(self, response: str, **values: Any) -> None:
        """Reply with a response of domain.yml or data/, in the customer's language."""
        self.dispatcher.utter_message(response=response, **values)

    def entity(self, name: str) -> Any:
        found = (e["value"] for e in self.tracker.latest_message.get("entities", ()) if e["entity"] == name)
        return next(found, None)

    @property
    def intent(self) -> Dict[str, Any]:
        return self.tracker.latest_message.get("intent") or {}

    @property
    def language(self) -> str:
        return self.work.conversation.language

    @property
    def text(self) -> str:
        return self.tracker.latest_message.get("text") or ""

    @property
    def said(self) -> str:
        """The customer's own words, which Rasa is not always given."""
        return self.work.message.text if self.work.message else self.text

    @property
    def topic(self) -> Optional[str]:
        topic: Optional[str] = self.tracker.get_slot("topic")
        return topic

    @property
    def waiting(self) -> bool:
        """Is the customer in the queue for a human?"""
        return self.work.conversation.owner == "waiting"

    @property
    def form(self) -> Optional[Dict[str, Any]]:
        """The form whose question is open (actions/forms.py), None when another question came after it."""
        form: Optional[Dict[str, Any]] = self.tracker.get_slot("form")
        return form if form and form["kind"] == self.tracker.get_slot("awaiting") else None

    @property
    def busy(self) -> bool:
        """Does the customer wait for a human or fill in a form? Other questions of ours would be in the way."""
        return self.waiting or self.form is not None


def awaiting(what: Optional[str]) -> Dict[str, Any]:
    """The event that notes what the customer's next message answers."""
    event: Dict[str, Any] = SlotSet("awaiting", what)
    return event


class SupportAction(Action, ABC):  # type: ignore[misc]
    """An action of ours: give it a name and `act`.

    With `returns_to_form` the open question of a form is asked again after what was done in between.
    """

    action_name = ""
    returns_to_form = True

    def name(self) -> str:
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> Events:
        with _work_for(tracker) as work:
            step = Step(work, project_content(), tracker, dispatcher)
            events = self.act(step)
            return [*events, *self._back_to_form(step, events)]

    def _back_to_form(self, step: Step, events: Events) -> Events:
        form = step.form
        if form is None or not self.returns_to_form or any(event.get("name") == "form" for event in events):
            return []
        step.say(f"utter_ask_{form['name']}_{form['field']}")
        return [awaiting(form["kind"])]

    @abstractmethod
    def act(self, step: Step) -> Events:
        """Do it, and give the events the tracker learns from."""


@contextmanager
def _work_for(tracker: Tracker) -> Iterator[Work]:
    work = current.get()
    if work is not None:
        yield work
        return
    # `rasa run actions` and `rasa shell`: no turn of ours around the action, so it gets a unit of its own.
    work = _standalone(str(tracker.sender_id))
    yield work
    work.commit()


@lru_cache(maxsize=1)
def _standalone_database() -> Database:
    database = Database(load_settings().database_url)
    database.upgrade()
    return database


def _standalone(sender: str) -> Work:
    database = _standalone_database()
    with database.write() as tx:
        known = conversations.find_identity(tx, TRIAL_CHANNEL, sender)
        conversation_id = conversations.open_for(
            tx, known or conversations.add_identity(tx, TRIAL_CHANNEL, sender, DEFAULT_LANGUAGE)
        )
        version = conversations.get(tx, conversation_id).version
    return load_work(database, conversation_id, cause=f"shell{conversation_id}v{version}")
