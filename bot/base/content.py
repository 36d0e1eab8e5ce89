"""What the company writes and customers read: responses, topics and the brand's facts, from domain.yml and data/."""

import random
import string
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Iterable, Mapping, Optional

import yaml

from bot.base.journey import JourneyError, load_journey
from bot.base.paths import DATA, DOMAIN

DEFAULT_LANGUAGE = "en"
# The C one is ten times faster, where PyYAML was built with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Variation = Mapping[str, Any]


@dataclass(frozen=True)
class Topic:
    """One question the bot can answer. `stage` is the stage of the customer journey it belongs to.

    `about` is "store" where a store that the question names is answer enough.
    """

    name: str
    group: str
    stage: str
    about: str = ""


@dataclass(frozen=True)
class Content:
    responses: Mapping[str, list[Variation]]
    topics: Mapping[str, Topic]
    facts: Mapping[str, Any]
    synonyms: Mapping[str, list[str]] = field(default_factory=dict)
    lookups: Mapping[str, list[str]] = field(default_factory=dict)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Every language that some response is written in, the default one first."""
        found = {language(v) for variations in self.responses.values() for v in variations}
        return (DEFAULT_LANGUAGE, *sorted(found - {DEFAULT_LANGUAGE}))

    def variation(self, name: str, wanted: str) -> Variation:
        """One phrasing of a response in the wanted language, or in the default one where it has none.

        Raises:
            KeyError: there is no response of that name.
        """
        variations = self.responses[name]
        fitting = [v for v in variations if language(v) == wanted]
        return random.choice(fitting or [v for v in variations if language(v) == DEFAULT_LANGUAGE])

    def facts_in(self, wanted: str) -> dict[str, Any]:
        """The brand's facts as they read in one language; not to be changed."""
        return self._facts_by_language.get(wanted) or self._localised_facts(wanted)

    @cached_property
    def _facts_by_language(self) -> dict[str, dict[str, Any]]:
        return {language: self._localised_facts(language) for language in self.languages}

    def _localised_facts(self, wanted: str) -> dict[str, Any]:
        return {name: _localised(value, wanted) for name, value in self.facts.items()}

    def fill(self, text: str, wanted: str) -> str:
        """The text with the brand's facts, as they read in that language, in place of their {names}."""
        return _Filling(self.facts_in(wanted)).fill(text)

    def render(self, name: str, wanted: str, **values: Any) -> dict[str, Any]:
        """A response ready to send: {"text", "buttons"}, facts and values filled in."""
        variation = self.variation(name, wanted)
        filling = _Filling(self.facts_in(wanted) | values)
        buttons = [{**b, "title": filling.fill(b["title"])} for b in variation.get("buttons", ())]
        return {"text": filling.fill(variation.get("text", "")), "buttons": buttons}

    def text(self, name: str, wanted: str, **values: Any) -> str:
        return str(self.render(name, wanted, **values)["text"])

    def title(self, topic: str, wanted: str) -> str:
        """The topic's name as customers read it."""
        return self.text(f"utter_title_{topic}", wanted)


class _Filling(string.Formatter):
    """Fills {names} by plain lookup; `{a.b}` or `{a[0]}` in a text can't reach into objects."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def fill(self, text: str) -> str:
        return self.vformat(text, (), self.values)

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        return self.values.get(field_name, "{" + field_name + "}"), field_name


def language(variation: Variation) -> str:
    """The language a variation is bound to by Rasa's own condition on the slot `language`."""
    bound: Iterable[Mapping[str, Any]] = variation.get("condition", ())
    return next((str(c["value"]) for c in bound if c.get("name") == "language"), DEFAULT_LANGUAGE)


def load_content(domain: Path = DOMAIN, data: Path = DATA) -> Content:
    """Read domain.yml and data/ once; cheap enough for start-up, far too dear for a turn.

    Raises:
        JourneyError: a topic is at no stage of the customer's journey.
    """
    documents = {path.stem: _read(path) for path in sorted((data / "nlu").glob("*.yml"))}
    responses = dict(_read(domain).get("responses", {}))
    for document in documents.values():
        responses |= document.get("responses", {})
    stages = load_journey(data).topics
    return Content(
        responses=responses,
        topics={t.name: t for name, document in documents.items() for t in _topics(name, document, stages)},
        facts=_read(data / "brand.yml"),
        synonyms=_items(documents.values(), "synonym"),
        lookups=_items(documents.values(), "lookup"),
    )


@lru_cache(maxsize=1)
def project_content() -> Content:
    """The content of this checkout, read at the first call."""
    return load_content()


def _read(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_Loader) or {}  # noqa: S506  (it is a safe one)


def _topics(group: str, document: Mapping[str, Any], stages: Mapping[str, str]) -> list[Topic]:
    entries = (e for e in document.get("nlu", ()) if str(e.get("intent", "")).startswith("faq/"))
    return [_topic(group, e["intent"].removeprefix("faq/"), e.get("metadata", {}), stages) for e in entries]


def _topic(group: str, name: str, metadata: Mapping[str, Any], stages: Mapping[str, str]) -> Topic:
    if name not in stages:
        raise JourneyError(f"data/journey.yml, topics: say at which stage {name} is.")
    return Topic(name, group, stages[name], metadata.get("about", ""))


def _items(documents: Iterable[Mapping[str, Any]], kind: str) -> dict[str, list[str]]:
    entries = [e for document in documents for e in document.get("nlu", ()) if kind in e]
    return {str(e[kind]): [line[2:].strip() for line in e["examples"].splitlines() if line] for e in entries}


def _localised(value: Any, wanted: str) -> Any:
    if not isinstance(value, Mapping):
        return value
    chosen: Optional[Any] = value.get(wanted, value.get(DEFAULT_LANGUAGE))
    return chosen
