"""No example may give away a line of the examination, or the examination would measure memory."""

import pytest

from bot.base.paths import PROJECT
from bot.nlu.classifier.text import script
from bot.nlu.examination.questions import read_examination
from bot.nlu.examples import project_examples
from tests.nlu.likeness import likeness, squeezed

# Two authors both write "hello" and "store hours"; longer texts are not the same by chance.
BY_CHANCE = {"hangul": 11, "other": 22}
TOO_ALIKE = 0.8


@pytest.mark.parametrize("name", ["exam_en.jsonl", "exam_ko.jsonl", "blind_en.jsonl", "blind_ko.jsonl"])
def test_no_example_is_a_line_of_the_examination(name: str) -> None:
    questions = [q.text for q in read_examination(PROJECT / "tests" / "data" / name)]
    long = [q for q in questions if len(squeezed(q)) >= BY_CHANCE[script(q)]]
    examples = [e.text for e in project_examples() if script(e.text) == script(long[0])]
    alike = likeness(long, examples)
    given_away = [
        (long[row], examples[alike[row].argmax()]) for row in range(len(long)) if alike[row].max() > TOO_ALIKE
    ]
    assert given_away == []
