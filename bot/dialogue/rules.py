"""Rasa's rule policy with its rules looked up by what they begin with, instead of all of them tried one by one.

Which rule fits, and what follows, is decided by Rasa's own code; it is only shown fewer rules and fewer states.
"""

from collections import defaultdict
from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Set, Tuple

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

# The two lookups of the policy that hold rules.
_RULES, _UNHAPPY = "rules", "rules_for_loop_unhappy_path"
# Events that take back no other, and begin no form.
_PLAIN = {ActionExecuted, BotUttered, DefinePrevUserUtteredFeaturization, SessionStarted, SlotSet, UserUttered}
_Mark = Tuple[Optional[str], Optional[str]]


class RuleIndex:
    """Rules by the action and the intent that their last state asks for; None stands for any."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys: Dict[_Mark, List[str]] = defaultdict(list)
        self.reach = 0
        for key in keys:
            states = RulePolicy._rule_key_to_state(key)
            self.reach = max(self.reach, len(states))
            self._keys[_mark(states[-1])].append(key)

    @property
    def reads_text(self) -> bool:
        """May a rule fit a message without an intent?"""
        return any(action in (None, ACTION_LISTEN_NAME) and intent is None for action, intent in self._keys)

    def candidates(self, state: State) -> Set[str]:
        """All rules that may fit where `state` is the last one."""
        action, intent = _mark(state)
        marks = {(action, intent), (action, None), (None, intent), (None, None)}
        return {key for mark in marks for key in self._keys.get(mark, ())}


class IndexedRulePolicy(RulePolicy):  # type: ignore[misc]
    """Takes the place of RulePolicy in a trained model, when it predicts."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._indexes = {name: RuleIndex(self.lookup.get(name, ())) for name in (_RULES, _UNHAPPY)}
        self._reach = max(1, *(index.reach for index in self._indexes.values()))
        self._reads_text = any(index.reads_text for index in self._indexes.values())

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> Tuple[Optional[str], Optional[str], bool]:
        if use_text_for_last_user_input and not self._reads_text:
            return None, None, False
        found: Tuple[Optional[str], Optional[str], bool] = super()._find_action_from_rules(
            tracker, domain, use_text_for_last_user_input
        )
        return found

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: Optional[Dict[str, Any]] = None,
    ) -> List[State]:
        states = _last_states(tracker, domain, self._reach)
        self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
        return states

    def _get_possible_keys(self, lookup: Dict[str, str], states: List[State]) -> Set[str]:
        name = _RULES if lookup is self.lookup[_RULES] else _UNHAPPY
        keys = self._indexes[name].candidates(states[-1])
        for turn, state in enumerate(reversed(states)):
            keys = {key for key in keys if self._is_rule_applicable(key, turn, state)}
        return keys


def _mark(state: Mapping[str, Any]) -> _Mark:
    return _asked(state, PREVIOUS_ACTION, ACTION_NAME), _asked(state, USER, INTENT)


def _asked(state: Mapping[str, Any], part: str, name: str) -> Optional[str]:
    value: Optional[str] = state.get(part, {}).get(name)
    return value if value != SHOULD_NOT_BE_SET else None


def _last_states(tracker: DialogueStateTracker, domain: Domain, count: int) -> List[State]:
    """The last states of domain.states_for_tracker_history, which works out every one."""
    plain = _PLAIN.issuperset(map(type, tracker.events)) and not any(
        slot.influence_conversation for slot in domain.slots
    )
    found = _plain_states if plain else _replayed_states
    return found(tracker, domain, count)


def _plain_states(tracker: DialogueStateTracker, domain: Domain, count: int) -> List[State]:
    """Where no event takes another back and no slot shows, a state is the latest message and the latest action."""
    message: Optional[UserUttered] = None
    action: Optional[Dict[str, str]] = None
    moments = []
    for event in tracker.events:
        if type(event) is ActionExecuted:
            moments.append((message, action))
            action = event.as_sub_state()
        elif type(event) is UserUttered:
            message = event
        elif type(event) is SessionStarted:
            message, action, moments = None, None, []
    views = (_View(*moment) for moment in [*moments, (message, action)][-count:])
    return [domain.get_active_state(view) for view in views]


def _replayed_states(tracker: DialogueStateTracker, domain: Domain, count: int) -> List[State]:
    events = tracker.applied_events()
    actions = [place for place, event in enumerate(events) if type(event) is ActionExecuted]
    wanted = set(actions[len(actions) - count + 1 :])
    replay, states = tracker.init_copy(), []
    for place, event in enumerate(events):
        if place in wanted:
            states.append(domain.get_active_state(replay))
        event.apply_to(replay)
    return [*states, domain.get_active_state(replay)]


class _View(NamedTuple):
    """What Domain.get_active_state looks at of a tracker."""

    latest_message: Optional[UserUttered]
    latest_action: Optional[Dict[str, str]]
    slots: Mapping[str, Any] = {}
    active_loop: None = None
