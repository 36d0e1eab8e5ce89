"""The indexed rules decide as Rasa's own rule policy does, over its own rules and over others."""

import random
from pathlib import Path
from typing import Any, Iterator

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core import events
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph

from bot.base.paths import DATA, DOMAIN
from bot.dialogue.rules import IndexedRulePolicy

_STEPS = 400

# Every kind of condition that a rule may have.
_OTHER_DOMAIN = """
version: "3.1"
intents: [hi, ask, name, bye, stop, any]
entities: [city]
slots:
  vip: {type: bool, mappings: [{type: custom}]}
  mood: {type: categorical, values: [good, bad], mappings: [{type: custom}]}
  full_name: {type: text, mappings: [{type: from_entity, entity: city, conditions: [{active_loop: form_name}]}]}
forms:
  form_name: {required_slots: [full_name]}
responses:
  utter_hi: [{text: a}]
  utter_vip: [{text: a}]
  utter_first: [{text: a}]
  utter_city: [{text: a}]
  utter_more: [{text: a}]
  utter_text: [{text: a}]
  utter_done: [{text: a}]
  utter_bad: [{text: a}]
actions: [action_do]
"""
_OTHER_RULES = """
version: "3.1"
rules:
- rule: first
  conversation_start: true
  steps: [{intent: hi}, {action: utter_first}]
- rule: later
  steps: [{intent: ask}, {action: utter_hi}, {action: utter_more}, {action: action_do}]
- rule: important
  condition: [{slot_was_set: [{vip: true}]}]
  steps: [{intent: ask}, {action: utter_vip}]
- rule: in a bad mood
  condition: [{slot_was_set: [{mood: bad}]}]
  steps: [{intent: bye}, {action: utter_bad}]
- rule: a city
  steps: [{intent: any, entities: [city]}, {action: utter_city}]
- rule: the words themselves
  steps: [{user: do it now}, {action: utter_text}]
- rule: begins the form
  steps: [{intent: name}, {action: form_name}, {active_loop: form_name}]
- rule: ends the form
  condition: [{active_loop: form_name}]
  steps: [{action: form_name}, {active_loop: null}, {slot_was_set: [{requested_slot: null}]}, {action: utter_done}]
- rule: a question within the form
  condition: [{active_loop: form_name}]
  steps: [{intent: hi}, {action: utter_hi}, {action: form_name}]
- rule: stops the form
  condition: [{active_loop: form_name}]
  steps: [{intent: stop}, {action: action_deactivate_loop}, {active_loop: null}]
- rule: no answer needed
  wait_for_user_input: false
  steps: [{intent: stop}, {action: utter_more}]
"""


class Both:
    """The same rules in Rasa's policy and in ours, with the domain they are for."""

    def __init__(self, domain: Domain, rules: list[Any], folder: Path) -> None:
        self.domain = domain
        storage, context = LocalModelStorage(folder), ExecutionContext(GraphSchema({}))
        config = RulePolicy.get_default_config() | {"core_fallback_action_name": domain.user_actions[0]}
        trackers = TrainingDataGenerator(StoryGraph(rules), domain, use_story_concatenation=False).generate()
        RulePolicy.create(dict(config), storage, Resource("rules"), context).train(trackers, domain)
        self.theirs, self.ours = (
            policy.load(dict(config), storage, Resource("rules"), context) for policy in (RulePolicy, IndexedRulePolicy)
        )

    def agree(self, tracker: DialogueStateTracker) -> str:
        """The name of the action that both predict."""
        theirs = self.theirs.predict_action_probabilities(tracker, self.domain)
        ours = self.ours.predict_action_probabilities(tracker, self.domain)
        ours.policy_name = theirs.policy_name
        assert ours == theirs, [str(event) for event in tracker.events]
        return str(self.domain.action_names_or_texts[theirs.max_confidence_index])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Both:
    domain = Domain.load(str(DOMAIN))
    steps = [s for path in (DATA / "rules").glob("*.yml") for s in YAMLStoryReader(domain).read_from_file(path)]
    return Both(domain, steps, tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Both:
    domain = Domain.from_yaml(_OTHER_DOMAIN)
    return Both(domain, YAMLStoryReader(domain).read_from_string(_OTHER_RULES), tmp_path_factory.mktemp("others"))


@pytest.mark.parametrize("rules", ["project", "others"])
def test_every_rule_is_found(rules: str, request: pytest.FixtureRequest) -> None:
    both: Both = request.getfixturevalue(rules)
    for intent in both.domain.intents:
        tracker = DialogueStateTracker("1", both.domain.slots)
        tracker.update(events.ActionExecuted("action_listen"))
        tracker.update(events.UserUttered("some words", {"name": intent}))
        action = both.agree(tracker)
        tracker.update(events.DefinePrevUserUtteredFeaturization(False))
        tracker.update(events.ActionExecuted(action))
        both.agree(tracker)


@pytest.mark.parametrize("rules", ["project", "others"])
@pytest.mark.parametrize("surprising", [0, 0.02, 0.1, 0.3])
def test_random_dialogues(rules: str, surprising: float, request: pytest.FixtureRequest) -> None:
    both: Both = request.getfixturevalue(rules)
    chance = random.Random(1)
    tracker = DialogueStateTracker("1", both.domain.slots)
    seen = set()
    for _ in range(_STEPS):
        action = both.agree(tracker)
        seen.add(action)
        for event in _next(chance, surprising, both.domain, action):
            tracker.update(event)
        if len(tracker.events) > 60:
            tracker = DialogueStateTracker("1", both.domain.slots)
    # Not only the fallback.
    assert len(seen) > 8


def _next(chance: random.Random, surprising: float, domain: Domain, predicted: str) -> Iterator[events.Event]:
    """What may happen next: mostly what was predicted, and sometimes anything."""
    luck = chance.random()
    if luck < surprising:
        yield chance.choice(_SURPRISES)(chance, domain)
    elif luck < surprising + 0.2 or predicted == "action_listen":
        yield events.ActionExecuted("action_listen")
        yield _message(chance, domain)
    else:
        yield events.DefinePrevUserUtteredFeaturization(chance.random() < 0.1)
        yield events.ActionExecuted(predicted)
    if predicted in domain.form_names:
        yield events.ActiveLoop(chance.choice([predicted, None]))


def _message(chance: random.Random, domain: Domain) -> events.Event:
    entities = [{"entity": name, "value": "x"} for name in domain.entities if chance.random() < 0.1]
    text = chance.choice(["do it now", "some words", None])
    return events.UserUttered(text, {"name": chance.choice(domain.intents)}, entities)


_SURPRISES: list[Any] = [
    _message,
    lambda chance, domain: events.ActionExecuted(chance.choice(domain.action_names_or_texts)),
    lambda chance, domain: events.SlotSet(chance.choice(domain.slots).name, chance.choice([True, "bad", "good", None])),
    lambda chance, domain: events.ActiveLoop(chance.choice([*domain.form_names, None])),
    lambda chance, domain: events.ActionExecutionRejected(chance.choice(domain.action_names_or_texts)),
    lambda chance, _: chance.choice([events.ActionReverted, events.UserUtteranceReverted, events.Restarted])(),
    lambda chance, _: chance.choice([events.SessionStarted(), events.BotUttered("x"), events.LoopInterrupted(True)]),
]
