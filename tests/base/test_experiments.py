"""data/experiments.yml: texts in every language with known facts, and mistakes told in a sentence."""

import re
from pathlib import Path

import pytest

from bot.base.content import Content
from bot.base.experiments import ExperimentsError, load_experiments, project_experiments

RIGHT = (
    "experiments: {short: {topic: gift_cards, variants: {control: {weight: 1}, brief: {weight: 3, text: {en: Yes.}}}}}"
)


def _load(folder: Path, text: str) -> dict[str, object]:
    (folder / "experiments.yml").write_text(text, encoding="utf-8")
    return dict(load_experiments(folder))


def test_every_variant_has_a_text_in_every_language_with_known_facts(content: Content) -> None:
    assert project_experiments()
    for experiment in project_experiments().values():
        assert experiment.topic in content.topics
        for variant in experiment.variants.values():
            assert set(variant.text) == (set() if variant.name == "control" else set(content.languages))
            for language, text in variant.text.items():
                assert not re.search(r"[{}]", content.fill(text, language)), experiment.key


def test_nothing_needs_to_be_declared(tmp_path: Path) -> None:
    assert _load(tmp_path, "") == _load(tmp_path, "experiments:") == {}


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    _load(tmp_path, RIGHT.replace("weight: 1", ""))
    [experiment] = load_experiments(tmp_path).values()
    assert (experiment.metric, experiment.variants["control"].weight) == ("helpfulness", 1)


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("short:", "Short answer:", "Short answer"),
        ("brief:", "a/b:", "a/b"),
        ("topic: gift_cards, ", "", "which topic"),
        ("control: {weight: 1}, ", "", "needs a control"),
        ("control: {weight: 1}", "control: {weight: 1, text: {en: No.}}", "needs a control"),
        (", brief: {weight: 3, text: {en: Yes.}}", "", "another variant"),
        ("en: Yes.", "ko: 네.", "no text in the language en"),
        ("weight: 3", "weight: 0", "whole numbers"),
        ("weight: 3", "weight: 0.5", "whole numbers"),
        ("topic: gift_cards", "topic: gift_cards, metric: revenue", "helpfulness, containment, csat"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, right: str, wrong: str, named: str) -> None:
    assert _load(tmp_path, RIGHT)
    with pytest.raises(ExperimentsError, match=named):
        _load(tmp_path, RIGHT.replace(right, wrong))
