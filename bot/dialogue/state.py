"""Between Rasa's tracker and what we store: a snapshot of the slots and the events of the last few messages.

The cost of a turn therefore does not grow with the conversation. Rasa's own stores keep, replay and send every event.
"""

from functools import lru_cache
from typing import Any, Optional

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.store.chat.dialogues import DialogueState
from bot.store.turns.work import current

KEPT_MESSAGES = 2

# Rasa looks for an event's class among all subclasses for each stored event; the answer never changes.
Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))


class WorkTrackerStore:
    """A tracker store inside the unit of work: what it saves is committed with everything else of the turn.

    It has those methods of Rasa's TrackerStore that a message processor calls, and no more.
    """

    def __init__(self, domain: Domain) -> None:
        self.domain = domain

    async def get_or_create_tracker(self, sender_id: str, **_options: Any) -> DialogueStateTracker:
        return await self.retrieve(sender_id) or DialogueStateTracker(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        work = current.get()
        if work is None or not (work.dialogue.events or work.dialogue.slots):
            return None
        return restore(work.dialogue, sender_id, self.domain)

    async def save(self, tracker: DialogueStateTracker) -> None:
        work = current.get()
        if work is not None:
            work.dialogue = snapshot(tracker)


def restore(state: DialogueState, sender_id: str, domain: Domain) -> DialogueStateTracker:
    """The tracker as it was, but for events older than the last few messages."""
    slots = [SlotSet(name, value) for name, value in state.slots.items()]
    events = [Event.from_parameters(event) for event in state.events]
    opening = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), *slots, ActionExecuted(ACTION_LISTEN_NAME)]
    tracker = DialogueStateTracker(sender_id, domain.slots, max_event_history=None)
    for event in [*opening, *events]:
        tracker.events.append(event)
        event.apply_to(tracker)
    return tracker


def snapshot(tracker: DialogueStateTracker) -> DialogueState:
    """The slots as they are now and the events since the last message but one."""
    slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value}
    return DialogueState(slots, [_plain(event) for event in _tail(list(tracker.events))])


def _tail(events: list[Event]) -> list[Event]:
    starts = [i for i, event in enumerate(events) if isinstance(event, UserUttered)][-KEPT_MESSAGES:]
    tail = events[starts[0] :] if starts else []
    loop = next((e for e in reversed(events[: len(events) - len(tail)]) if isinstance(e, ActiveLoop)), None)
    # A form that began before the tail is still running in it.
    return [loop, *tail] if loop is not None and loop.name else tail


def _plain(event: Event) -> dict[str, Any]:
    stored: dict[str, Any] = event.as_dict()
    if isinstance(event, UserUttered):
        # Everything but the decision is only looked at in the turn that made it.
        stored["parse_data"] = {k: stored["parse_data"][k] for k in ("text", "intent", "entities")}
    return stored
