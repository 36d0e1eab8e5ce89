"""The examples of data/nlu/: enough of them, for every label of the taxonomy, and no two labels share one."""

from collections import Counter

from bot.nlu.classifier.decision import OUT_OF_SCOPE
from bot.nlu.classifier.text import script
from bot.nlu.examples import Example, project_examples
from tests.nlu.likeness import likeness, squeezed

EXAMPLES = project_examples()
# The least number of examples by script: of a topic, of a flow and out of scope.
TOPIC, FLOW, FOREIGN = {"other": 30, "hangul": 25}, {"other": 20, "hangul": 20}, {"other": 300, "hangul": 300}
TOO_ALIKE = 0.9


def _least(label: str) -> dict[str, int]:
    if label == OUT_OF_SCOPE:
        return FOREIGN
    return TOPIC if label.startswith("faq/") else FLOW


def test_every_label_has_enough_examples_in_both_languages() -> None:
    counts = Counter((e.label, script(e.text)) for e in EXAMPLES)
    few = {
        (label, written): counts[label, written]
        for label in {e.label for e in EXAMPLES}
        for written, least in _least(label).items()
        if counts[label, written] < least
    }
    assert few == {}


def test_no_two_labels_share_an_example() -> None:
    labels: dict[str, set[str]] = {}
    for example in EXAMPLES:
        labels.setdefault(squeezed(example.text) or example.text, set()).add(example.label)
    assert {text: sorted(shared) for text, shared in labels.items() if len(shared) > 1} == {}


def test_no_two_labels_have_nearly_the_same_example() -> None:
    assert [
        pair for written in ("other", "hangul") for pair in _near([e for e in EXAMPLES if script(e.text) == written])
    ] == []


def _near(examples: list[Example]) -> list[tuple[str, str]]:
    texts = [e.text for e in examples]
    rows, columns = (likeness(texts, texts) > TOO_ALIKE).nonzero()
    pairs = ((examples[i], examples[j]) for i, j in zip(rows, columns, strict=True) if i < j)
    return [(a.text, b.text) for a, b in pairs if a.label != b.label]
