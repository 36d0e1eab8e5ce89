"""All entities of a message, by rules: numbers, money, dates, ratings and the names of our stores."""

import re
from typing import Any, Callable, Iterable, Iterator, Mapping

from bot.base.absent import absent
from bot.base.content import Content
from bot.nlu.entities.dates import DateReader
from bot.nlu.entities.money import money
from bot.nlu.entities.numbers import emails, order_numbers, phones, postcodes
from bot.nlu.entities.ratings import RatingWords, parse_rating, rating_words
from bot.nlu.entities.spans import Entity, Reader, found, one_of, without_overlaps
from bot.nlu.lexicon import load_lexicon

# Commands, of which importing takes as long as of all the rest.
with absent(("spacy.cli",)):
    import spacy
    from spacy.language import Language

_STORE = "store"
# A name ends where the script changes: "Riverside점에서".
_SCRIPT_CHANGE = r"(?<=[A-Za-z0-9])(?=[가-힣])"
# No name has so many signs in a row, and spaCy takes seconds to part 4,000 of them.
_LONG_RUN = re.compile(r"[^\w\s]{32,}")
# As long as an answer to "how would you rate ...?" that is nothing but a rating.
_LONGEST_RATING = 30


class EntityFinder:
    """Readers in order of trust: what an earlier one found is not found as something else by a later one."""

    def __init__(self, readers: Iterable[Reader], stores: Callable[[], Mapping[str, str]]) -> None:
        self._readers: tuple[Reader, ...] = (*readers, _Stores(stores))

    def find(self, text: str) -> list[Entity]:
        return without_overlaps(entity for reader in self._readers for entity in reader(text))


def entity_finder(content: Content, stores: Callable[[], Mapping[str, str]]) -> EntityFinder:
    """`stores` gives all ways to write a store's name, with the name itself."""
    words = load_lexicon("entities")
    readers: list[Reader] = [
        emails,
        order_numbers(str(content.facts["order_number_example"]), words),
        phones,
        _ratings(rating_words(content.synonyms, content.lookups)),
        DateReader(load_lexicon("days")),
        money(words),
        postcodes(words),
        _languages(words),
    ]
    return EntityFinder(readers, stores)


class _Stores:
    """spaCy's ruler on a blank pipeline for any language: a store's name as a whole phrase, whatever its case."""

    def __init__(self, names: Callable[[], Mapping[str, str]]) -> None:
        self._names = names
        self._known: Mapping[str, str] = {}
        self._nlp = _pipeline({})

    def __call__(self, text: str) -> Iterator[Entity]:
        names = self._names()
        if names != self._known:
            # A new pipeline, as another thread may be reading with the old one.
            self._nlp, self._known = _pipeline(names), names
        readable = _LONG_RUN.sub(lambda run: " " * len(run[0]), text)
        for span in self._nlp(readable).ents:
            yield Entity(_STORE, span.start_char, span.end_char, span.ent_id_)


def _pipeline(names: Mapping[str, str]) -> Language:
    nlp = spacy.blank("xx")
    infixes = [*nlp.Defaults.infixes, _SCRIPT_CHANGE]  # type: ignore[misc]
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    ruler: Any = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": _STORE, "pattern": name, "id": store} for name, store in names.items()])
    return nlp


def _ratings(words: RatingWords) -> Reader:
    spoken = one_of(words.numbers)
    within = re.compile(
        rf"(?<![\w.,/])(?:(?:[1-5]|{spoken})(?:\s?/\s?5|\s+out\s+of\s+5)?\s?stars?|[1-5]\s+out\s+of\s+5|[1-5]\s?점"
        rf"|별점?\s?(?:[1-5]\s?(?:점|개)?|(?:{spoken})\s?(?:점|개)))(?![A-Za-z0-9/])"
        r"|(?<![★⭐])[★⭐]{1,5}(?![★⭐])",
        re.IGNORECASE,
    )

    def read(text: str) -> Iterator[Entity]:
        whole = parse_rating(text, words) if len(text) <= _LONGEST_RATING else None
        if whole is not None:
            yield Entity("rating", 0, len(text), whole)
        yield from found("rating", within, text, lambda match: parse_rating(match[0], words))

    return read


def _languages(words: Mapping[str, Any]) -> Reader:
    """The one language that is named, unless it may be the one that is not wanted."""
    codes = {name: code for code, names in words["language_names"].items() for name in names}
    named = re.compile(one_of(codes), re.IGNORECASE)
    refused = re.compile(rf"(?<![A-Za-z])(?:{one_of(words['language_refused'])})(?![A-Za-z])", re.IGNORECASE)

    def read(text: str) -> Iterator[Entity]:
        entities = list(found("wanted_language", named, text, lambda match: codes[match[0].casefold()]))
        if len({entity.value for entity in entities}) == 1 and not refused.search(text):
            yield from entities

    return read
