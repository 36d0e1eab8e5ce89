"""The graph component that understands a message: one ranking of all flows and all FAQ topics, one decision.

Both of Rasa's outputs are filled from that one ranking, the intent ranking and the response selector's, so rules,
`rasa test nlu` and `rasa shell nlu` work as with Rasa's own components.
"""

from dataclasses import asdict
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, RESPONSE_SELECTOR, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.classifier import storage
from bot.nlu.classifier.decision import Decision, Ranking, Worth
from bot.nlu.classifier.model import TextModel
from bot.nlu.encoders.loading import load_encoder

_FAQ = "faq"
_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SupportClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Gives a message its decision, and the intent that goes with it: one of ours, ask_back, or a fallback.

    `worth` says what outcomes are worth (bot.nlu.classifier.decision.Worth); training sets the thresholds by it.
    `encoder` names an optional sentence encoder (docs/encoder.md).
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"worth": asdict(Worth()), "encoder": ""}

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, model: Optional[TextModel] = None
    ) -> None:
        self._worth = Worth(**config["worth"])
        self._encoder: str = config["encoder"]
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SupportClassifier":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "SupportClassifier":
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, storage.load(folder))

    @staticmethod
    def required_packages() -> List[str]:
        return ["scipy"]

    def train(self, training_data: TrainingData) -> Resource:
        # What only training needs takes a second to import.
        from bot.nlu.classifier.training import fit

        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        labels = [e.get(INTENT_RESPONSE_KEY) or e.get(INTENT) for e in examples]
        encoder = load_encoder(self._encoder) if self._encoder else None
        self._model = fit([e.get(TEXT) for e in examples], labels, encoder, self._worth)
        with self._storage.write_to(self._resource) as folder:
            storage.save(self._model, folder)
            if encoder is not None:
                storage.save_encoder(folder, self._encoder, encoder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        assert self._model is not None
        text = message.get(TEXT) or ""
        ranking = self._model.rank(text)
        decision = self._model.decide(text, ranking)
        message.set("intent_ranking", _intents(ranking)[:_RANKED], add_to_output=True)
        message.set(INTENT, _intent(decision), add_to_output=True)
        message.set(RESPONSE_SELECTOR, _selector(ranking), add_to_output=True)
        message.set("decision", decision.kind, add_to_output=True)
        message.set("options", list(decision.options), add_to_output=True)


def _intent(decision: Decision) -> Dict[str, Any]:
    return {"name": decision.label.split("/")[0], "confidence": decision.confidence}


def _intents(labels: Ranking) -> List[Dict[str, Any]]:
    """Labels as intents: all topics are the one intent `faq`, as sure as its best topic."""
    best: Dict[str, float] = {}
    for label, share in labels:
        best.setdefault(label.split("/")[0], share)
    return [{"name": name, "confidence": share} for name, share in best.items()]


def _selector(labels: Ranking) -> Dict[str, Any]:
    topics = [(label, share) for label, share in labels if label.startswith(f"{_FAQ}/")][:_RANKED]
    ranking = [{"confidence": share, "intent_response_key": label} for label, share in topics]
    best = ranking[0] if ranking else {"confidence": 0.0, "intent_response_key": None}
    response = {**best, "utter_action": f"utter_{best['intent_response_key']}", "responses": []}
    return {"all_retrieval_intents": [_FAQ], _FAQ: {"response": response, "ranking": ranking}}
