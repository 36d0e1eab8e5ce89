"""The graph component that understands a message: one decision over all flows and all FAQ topics.

Both of Rasa's outputs are filled from that one decision, the intent ranking and the response selector's, so rules,
`rasa test nlu` and `rasa shell nlu` work as with Rasa's own components.
"""

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, RESPONSE_SELECTOR, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.model import TextModel, fit

_FAQ = "faq"
_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SupportClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Gives a message its intent, or nlu_fallback where it is less sure than `threshold` (a share, 0 to 1)."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"threshold": 0.3}

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, model: Optional[TextModel] = None
    ) -> None:
        self._threshold = float(config["threshold"])
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
            return cls(config, model_storage, resource, TextModel.load(folder))

    @staticmethod
    def required_packages() -> List[str]:
        return ["sklearn"]

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        labels = [e.get(INTENT_RESPONSE_KEY) or e.get(INTENT) for e in examples]
        self._model = fit([e.get(TEXT) for e in examples], labels)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        assert self._model is not None
        labels = self._model.rank(message.get(TEXT) or "")
        topics = [(name, share) for name, share in labels if name.startswith(f"{_FAQ}/")]
        ranking = _intents(labels)
        message.set("intent_ranking", ranking[:_RANKED], add_to_output=True)
        message.set(INTENT, self._decide(ranking), add_to_output=True)
        message.set(RESPONSE_SELECTOR, _selector(topics[:_RANKED]), add_to_output=True)

    def _decide(self, ranking: List[Dict[str, Any]]) -> Dict[str, Any]:
        best = ranking[0]
        if best["confidence"] < self._threshold:
            return {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": best["confidence"]}
        return best


def _intents(labels: List[tuple[str, float]]) -> List[Dict[str, Any]]:
    """Labels as intents: all topics are the one intent `faq`, as sure as its best topic."""
    best: Dict[str, float] = {}
    for label, share in labels:
        best.setdefault(label.split("/")[0], share)
    return [{"name": name, "confidence": share} for name, share in best.items()]


def _selector(topics: List[tuple[str, float]]) -> Dict[str, Any]:
    ranking = [{"confidence": share, "intent_response_key": label} for label, share in topics]
    best = ranking[0] if ranking else {"confidence": 0.0, "intent_response_key": None}
    response = {**best, "utter_action": f"utter_{best['intent_response_key']}", "responses": []}
    return {"all_retrieval_intents": [_FAQ], _FAQ: {"response": response, "ranking": ranking}}
