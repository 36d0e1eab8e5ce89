"""The dashboard in every language: nothing is missing in one of them."""

import string
from typing import Any, Iterator, Mapping

import pytest
import yaml

from bot.base.journey import ENGAGEMENTS, journey
from bot.base.paths import DATA
from bot.dashboard.pages import PAGES
from bot.dashboard.wording import texts
from bot.metrics.definitions.outcomes import Outcome
from bot.metrics.queries.dimensions import DIMENSIONS
from bot.metrics.queries.reading import PRESETS
from bot.metrics.registry import BY_KEY, METRICS

FILES = {path.stem.split(".")[1]: path for path in (DATA / "pages").glob("analytics.*.yml")}
LOADED = {language: yaml.safe_load(path.read_text(encoding="utf-8")) for language, path in FILES.items()}
# In English these are the registry's own.
_REGISTRY = ("metrics", "sources")


def leaves(entries: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in entries.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def plain(language: str) -> dict[str, Any]:
    return {name: value for name, value in leaves(LOADED[language]) if name.split(".")[0] not in _REGISTRY}


def names(text: Any) -> list[str]:
    parts = text if isinstance(text, list) else [text]
    return sorted(
        str(name) for part in parts for _, name, _, _ in string.Formatter().parse(str(part)) if name is not None
    )


def named(entries: Mapping[Any, Any]) -> Iterator[Any]:
    for name, value in entries.items():
        yield name
        if isinstance(value, dict):
            yield from named(value)


def test_names_are_words() -> None:
    """YAML takes a bare `off` or `yes` for a truth value, and a template would not find it."""
    assert [name for entries in LOADED.values() for name in named(entries) if not isinstance(name, str)] == []


def test_all_languages_have_the_same_texts_with_the_same_places_to_fill() -> None:
    assert set(FILES) >= {"en", "ko"}
    for language in FILES:
        assert set(plain(language)) == set(plain("en")), language
    for name, english in plain("en").items():
        if name.startswith("dates."):
            continue
        for language in FILES:
            assert names(plain(language)[name]) == names(english), (language, name)


@pytest.mark.parametrize("language", sorted(set(FILES) - {"en"}))
def test_every_metric_is_explained_in_every_language(language: str) -> None:
    t = texts.languages()[language]
    assert set(LOADED[language]["metrics"]) == set(BY_KEY)
    for metric in METRICS:
        words = texts.metric_words(t, metric)
        assert all(words[part].strip() for part in ("name", "formula", "exclusions")), metric.key
        assert words["name"] != metric.name or metric.name.isupper(), metric.key
    assert {metric.source for metric in METRICS} == set(LOADED[language]["sources"])


def test_english_says_what_the_registry_says() -> None:
    words = texts.metric_words(texts.languages()["en"], BY_KEY["csat"])
    assert words["formula"] == BY_KEY["csat"].formula


@pytest.mark.parametrize("language", sorted(FILES))
def test_everything_that_is_declared_has_a_name(language: str) -> None:
    t = LOADED[language]
    groups = t["groups"]
    assert set(DIMENSIONS) <= set(t["dimensions"])
    assert {outcome.value for outcome in Outcome} == set(groups["outcome"])
    assert set(journey().stages) == set(groups["stage"])
    assert set(ENGAGEMENTS) == set(groups["engagement"])
    assert set(journey().kinds) <= set(groups["kind"])
    assert {step for steps in journey().lenses.values() for step in steps} == set(groups["step"])
    assert set(journey().lenses) == set(t["journey"]["names"])
    assert {page.key for page in PAGES} | {"metrics"} == set(t["pages"])
    assert {*PRESETS, "custom"} == set(t["periods"])


def test_the_language_is_the_chosen_one_else_the_browsers_else_english() -> None:
    assert texts.chosen("ko", "en-US") == "ko"
    assert texts.chosen("", "ko-KR,ko;q=0.9") == "ko"
    assert texts.chosen("xx", "de,fr;q=0.5") == "en"
    assert texts.chosen("../ko", "") == "en"
