"""Which language a visitor gets."""

import json
from typing import Any

import pytest
import yaml

from bot.base.content import Content
from bot.channels.web.languages import PAGES, choose, offered

BOTH = frozenset({"en", "ko"})


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (["ko"], "ko"),
        (["KO-kr"], "ko"),
        (["fr-FR,fr;q=0.9,ko;q=0.8,en;q=0.7"], "ko"),
        (["en;q=0.2, ko ; q=0.9"], "ko"),
        (["ko;q=0, fr"], "en"),
        (["ko;q=nan, ko;q=2"], "en"),
        (["fr", "ko"], "ko"),
        (["en", "ko"], "en"),
        ([None, ""], "en"),
        (["*"], "en"),
        (["k" * 10_000 + ",;;=,ko"], "ko"),
    ],
)
def test_the_best_of_the_first_wish_that_can_be_met(wishes: list[str], expected: str) -> None:
    assert choose(BOTH, *wishes) == expected


def shape(value: Any) -> Any:
    """What remains of a text file without the texts."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    return [shape(part) for part in value] if isinstance(value, list) else type(value)


def test_pages_and_widget_speak_the_languages_of_the_answers(content: Content) -> None:
    assert offered() == set(content.languages)
    for language in offered() - {"en"}:
        for name, read in (("pages.{}.yml", yaml.safe_load), ("widget.{}.json", json.loads)):
            texts = [(PAGES / name.format(each)).read_text(encoding="utf-8") for each in ("en", language)]
            english, other = (shape(read(text)) for text in texts)
            assert other == english
