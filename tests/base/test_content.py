"""What customers read: there in every language, filled in, and with buttons that lead somewhere."""

import re

import pytest
import yaml

from bot.base.content import Content, language
from bot.base.paths import DOMAIN
from bot.dialogue.understanding import from_payload


def test_every_response_is_there_in_every_language(content: Content) -> None:
    assert set(content.languages) == {"en", "ko"}
    for name, variations in content.responses.items():
        assert {language(v) for v in variations} == set(content.languages), name


def test_every_topic_has_a_short_title_and_two_phrasings_of_its_answer(content: Content) -> None:
    for topic in content.topics:
        answers = content.responses[f"utter_faq/{topic}"]
        for wanted in content.languages:
            assert len(content.title(topic, wanted)) <= 36, topic
            assert sum(language(v) == wanted for v in answers) >= 2, topic


def test_every_button_is_an_intent_of_the_domain_and_every_topic_asked_for_exists(content: Content) -> None:
    intents = set(yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["intents"])
    for name, variations in content.responses.items():
        for button in (b for v in variations for b in v.get("buttons", ())):
            parsed = from_payload(button["payload"], button["title"])
            assert parsed["intent"]["name"] in intents, name
            for entity in parsed["entities"]:
                assert entity["entity"] != "topic" or entity["value"] in content.topics, name


@pytest.mark.parametrize("wanted", ["en", "ko"])
def test_every_fact_an_answer_names_is_known(content: Content, wanted: str) -> None:
    for name in content.responses:
        if name.startswith("utter_faq/"):
            for _ in range(8):  # a phrasing is chosen by chance
                assert not re.search(r"\{\w+\}", content.text(name, wanted)), name


def test_values_are_not_read_as_templates(content: Content) -> None:
    assert "{brand_name}" in content.text("utter_agent_joined", "en", agent="{brand_name}")


def test_a_language_without_texts_gets_the_default_one(content: Content) -> None:
    assert content.text("utter_goodbye", "fr") == content.text("utter_goodbye", "en")
