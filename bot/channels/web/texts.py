"""What the pages say in each language: data/pages/pages.LANGUAGE.yml, with the brand's facts filled in."""

from dataclasses import dataclass, replace
from typing import Any, Mapping

import yaml
from markupsafe import Markup

from bot.base.content import Content, language
from bot.channels.web.languages import PAGES
from bot.channels.web.links import as_html


@dataclass(frozen=True)
class Answer:
    topic: str
    title: str
    html: Markup


@dataclass(frozen=True)
class Texts:
    """The texts of all pages in one language. `answers` are by topic group, in the order the page shows them."""

    language: str
    page: Mapping[str, Any]
    facts: Mapping[str, Any]
    answers: Mapping[str, list[Answer]]


def load_texts(content: Content, wanted: str) -> Texts:
    written = yaml.safe_load((PAGES / f"pages.{wanted}.yml").read_text(encoding="utf-8"))
    page = _filled(written, content, wanted)
    answers = {group: _answers(_first_phrasings(content), wanted, group) for group in page["groups"]}
    return Texts(wanted, page, content.facts_in(wanted), {group: found for group, found in answers.items() if found})


def _filled(value: Any, content: Content, wanted: str) -> Any:
    if isinstance(value, dict):
        return {name: _filled(part, content, wanted) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, content, wanted) for part in value]
    return content.fill(str(value), wanted)


def _first_phrasings(content: Content) -> Content:
    """A chat varies its words; a page says the same at every visit."""
    first = {
        name: list({language(variation): variation for variation in reversed(variations)}.values())
        for name, variations in content.responses.items()
    }
    return replace(content, responses=first)


def _answers(content: Content, wanted: str, group: str) -> list[Answer]:
    return [
        Answer(topic.name, content.title(topic.name, wanted), as_html(content.text(f"utter_faq/{topic.name}", wanted)))
        for topic in content.topics.values()
        if topic.group == group
    ]
