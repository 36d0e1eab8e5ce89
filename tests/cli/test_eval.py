"""`python -m bot eval`: with the trained model, on small files."""

import json
from pathlib import Path

from typer.testing import CliRunner

from bot.cli.app import app

LINES = [
    {"text": "how long does standard delivery take?", "label": "faq/delivery_period"},
    {"text": "배송 얼마나 걸려요?", "label": "faq/delivery_period", "lang": "ko"},
]


def _file(folder: Path, *lines: str) -> str:
    path = folder / "exam.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_figures_and_predictions(tmp_path: Path) -> None:
    exam, predictions = _file(tmp_path, *map(json.dumps, LINES)), tmp_path / "out.jsonl"
    done = CliRunner().invoke(app, ["eval", exam, "--json", "--predictions", str(predictions)])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["overall"]["count"] == 2
    assert sum(found["overall"]["outcomes"].values()) == 1
    assert set(found["languages"]) == {"en", "ko"}
    written = [json.loads(line) for line in predictions.read_text("utf-8").splitlines()]
    assert [line["label"] for line in written] == ["faq/delivery_period"] * 2
    assert all({"predicted", "confidence", "decision"} <= line.keys() for line in written)


def test_the_tables_name_groups(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["eval", _file(tmp_path, *map(json.dumps, LINES))])
    assert done.exit_code == 0
    assert "delivery" in done.stdout


def test_a_bad_line_is_an_error_with_its_number(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["eval", _file(tmp_path, json.dumps(LINES[0]), "nonsense")])
    assert done.exit_code == 1
    assert "line 2" in done.output


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["eval", _file(tmp_path, "")]).exit_code == 1
