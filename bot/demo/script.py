"""What is said in the demo's conversations: the project's own questions and answers, and the texts of data/demo/."""

import re
from dataclasses import replace
from functools import cache, cached_property
from typing import Any, Mapping, Sequence

import numpy as np
import yaml

from bot.base.content import Content, language
from bot.base.journey import journey
from bot.base.links import addresses
from bot.base.paths import DATA
from bot.demo.words import Array, Choices, Words
from bot.nlu.examples import project_examples
from bot.nlu.reading.sentiment import Sentiment

LANGUAGES = ("en", "ko")
# The C one is ten times faster, where PyYAML was built with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HANGUL = re.compile("[\uac00-\ud7a3]")
_TOPIC_BUTTON = re.compile(r'/ask_topic\{"topic": "([a-z_]+)"\}')
_EXAMPLES = 40
_LONGEST = 240
LINKS = 4


@cache
def told(name: str) -> Any:
    """A file of data/demo/."""
    text = (DATA / "demo" / f"{name}.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=_Loader)  # noqa: S506  (it is a safe one)


class Script:
    """Choices are keyed by language, or by topic * 2 + language."""

    def __init__(self, content: Content, words: Words) -> None:
        self._content = content
        self.words = words
        self.order_prefix = str(content.facts["order_number_example"]).rstrip("0123456789")
        self._said: dict[Any, Choices] = {}
        self._examples = _examples()
        self.topics = list(content.topics)
        self.topic_codes = words.codes(self.topics)
        self.intents = words.codes(f"faq/{topic}" for topic in self.topics)
        self.stages = words.codes(journey().topics[topic] for topic in self.topics)
        self.questions = self._by_topic(lambda topic, spoken: self._examples.get((f"faq/{topic}", spoken), ()))
        self.answers = self._by_topic(lambda topic, spoken: self.readings(f"utter_faq/{topic}", spoken))
        self.titles = self._by_topic(lambda topic, spoken: self.readings(f"utter_title_{topic}", spoken))
        self.next_topics = Choices([self._buttons(topic) for topic in self.topics])
        self.links = self._links()

    def readings(self, name: str, spoken: str, **values: Any) -> list[str]:
        """Every phrasing of a response, filled in."""
        return [str(rendered["text"]) for rendered in self._rendered(name, spoken, **values)]

    def _rendered(self, name: str, spoken: str, **values: Any) -> list[dict[str, Any]]:
        variations = self._content.responses[name]
        fitting = [v for v in variations if language(v) == spoken] or variations
        return [replace(self._content, responses={name: [v]}).render(name, spoken, **values) for v in fitting]

    def filled(self, text: str, spoken: str) -> str:
        return self._content.fill(text, spoken)

    def response(self, name: str, **values: Any) -> Choices:
        key = (name, *sorted(values.items()))
        if key not in self._said:
            self._said[key] = self._by_language(lambda spoken: self.readings(name, spoken, **values))
        return self._said[key]

    def button(self, response: str, payload: str) -> Choices:
        """The title of the response's button with that payload."""
        return self._by_language(lambda spoken: self._titles(response, spoken, payload))

    def talk(self, name: str) -> Choices:
        return self._by_language(lambda spoken: told("talk")[name][spoken])

    def examples(self, label: str) -> Choices:
        return self._by_language(lambda spoken: self._examples.get((label, spoken), ()))

    def among(self, lists: Sequence[Sequence[str]]) -> Choices:
        return Choices([list(self.words.codes(texts)) for texts in lists])

    @cached_property
    def sentiments(self) -> Array:
        """The feeling of each text that customers choose from, by code; NaN for the others."""
        spoken = {*self.questions.all().tolist(), *self._spoken()} - {0}
        reader, texts = Sentiment(), self.words.texts()
        scores = np.full(len(texts), np.nan)
        for code in spoken:
            scores[code] = reader.score(texts[code])
        return scores

    def _spoken(self) -> set[int]:
        told_texts = [texts for by_language in told("talk").values() if isinstance(by_language, Mapping)
                      for texts in by_language.values()]  # fmt: skip
        asked = [cluster[spoken] for cluster in told("unanswered")["clusters"] for spoken in LANGUAGES]
        listed = [text for texts in (*told_texts, *asked, *self._examples.values()) for text in texts]
        return set(self.words.codes(listed).tolist())

    def _by_topic(self, texts: Any) -> Choices:
        return self.among([texts(topic, spoken) for topic in self.topics for spoken in LANGUAGES])

    def _by_language(self, texts: Any) -> Choices:
        return self.among([texts(spoken) for spoken in LANGUAGES])

    def _titles(self, response: str, spoken: str, payload: str) -> list[str]:
        buttons = [button for rendered in self._rendered(response, spoken) for button in rendered["buttons"]]
        return sorted({button["title"] for button in buttons if button["payload"] == payload})

    def _buttons(self, topic: str) -> list[int]:
        variations = self._content.responses[f"utter_faq/{topic}"]
        payloads = (button["payload"] for v in variations for button in v.get("buttons", ()))
        found = {match[1] for match in map(_TOPIC_BUTTON.fullmatch, payloads) if match}
        return sorted(self.topics.index(name) for name in found if name in self.topics)

    def _links(self) -> Array:
        """The addresses in each text, by its code: up to LINKS of them, 0 behind the last."""
        texts = self.words.texts()
        table = np.zeros((len(texts), LINKS), dtype=np.int64)
        for code in set(self.answers.all().tolist()) - {0}:
            found = addresses(texts[code])[:LINKS]
            table[code, : len(found)] = self.words.codes(found)
        return table


def _examples() -> dict[tuple[str, str], list[str]]:
    """The first examples of each label, by language."""
    found: dict[tuple[str, str], list[str]] = {}
    for example in project_examples():
        key = (example.label, "ko" if _HANGUL.search(example.text) else "en")
        texts = found.setdefault(key, [])
        if len(texts) < _EXAMPLES and len(example.text) <= _LONGEST:
            texts.append(example.text)
    return found
