"""The graph component: what Rasa's own tools see of entities and feeling."""

import json
from typing import Any

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.components.extractor import RuleExtractor


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    storage: Any = None
    return RuleExtractor.create({}, storage, storage, storage)


def test_a_message_gets_entities_and_a_feeling(extractor: RuleExtractor) -> None:
    (message,) = extractor.process([Message({TEXT: "awful! where is FH-204518"})])
    output = message.as_dict(only_output_properties=True)
    found = dict(entity="order_number", start=16, end=25, value="FH-204518", extractor="RuleExtractor")
    assert output["entities"] == [found]
    assert output["sentiment"] < 0
    assert json.loads(json.dumps(output)) == output


def test_what_others_found_stays(extractor: RuleExtractor) -> None:
    message = Message({TEXT: "hello"})
    message.set("entities", [{"entity": "topic"}])
    extractor.process([message])
    assert message.get("entities") == [{"entity": "topic"}]
    assert message.get("sentiment") == 0


def test_a_message_without_text_is_neutral(extractor: RuleExtractor) -> None:
    (message,) = extractor.process([Message({})])
    assert (message.get("entities"), message.get("sentiment")) == ([], 0)
