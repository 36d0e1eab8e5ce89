"""The graph component that finds what a message names and how it feels, by rules and word lists."""

from dataclasses import asdict
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.base.content import project_content
from bot.nlu.entities.finder import EntityFinder, entity_finder
from bot.nlu.entities.stores import StoreNames
from bot.nlu.reading.sentiment import Sentiment

SENTIMENT = "sentiment"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RuleExtractor(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Adds entities with their canonical values, and `sentiment` from -1 to 1."""

    def __init__(self, finder: EntityFinder, sentiment: Sentiment) -> None:
        self._finder = finder
        self._sentiment = sentiment

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "RuleExtractor":
        content = project_content()
        return cls(entity_finder(content, StoreNames()), Sentiment())

    @staticmethod
    def required_packages() -> List[str]:
        return ["spacy", "vaderSentiment"]

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            found = [asdict(entity) | {"extractor": type(self).__name__} for entity in self._finder.find(text)]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
            message.set(SENTIMENT, self._sentiment.score(text), add_to_output=True)
        return messages
