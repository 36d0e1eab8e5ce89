"""Reading examination files."""

from pathlib import Path

import pytest

from bot.nlu.examination.questions import BadLine, read_examination
from bot.nlu.examples import Example


def test_lines_are_read_and_empty_ones_skipped(tmp_path: Path) -> None:
    path = tmp_path / "exam.jsonl"
    path.write_text('{"text": "hi", "label": "greet"}\n\n{"text": "안녕", "label": "greet", "lang": "ko"}\n', "utf-8")
    assert read_examination(path) == [Example("hi", "greet", "exam"), Example("안녕", "greet", "exam", "ko")]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"text": "hi"}', '{"text": "", "label": "a"}', '{"text": 1, "label": "a"}']
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "exam.jsonl"
    path.write_text(f'{{"text": "hi", "label": "greet"}}\n{line}\n', "utf-8")
    with pytest.raises(BadLine, match=r"exam\.jsonl, line 2"):
        read_examination(path)
