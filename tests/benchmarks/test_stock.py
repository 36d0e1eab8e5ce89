import json
from pathlib import Path

import pytest

from benchmarks.errors import BenchmarkFailed
from benchmarks.stock import Training, ensure_trained, project_folder

# Not a project that Rasa could train, so a training shows.
FILES = {"config.yml": "pipeline: 1"}


def ignore(_line: str) -> None:
    pass


def remember(project: Path) -> None:
    project.mkdir(parents=True)
    (project / "training.json").write_text(json.dumps({"seconds": 12.5, "day": "2026-01-02", "load": 0.25}))


def test_a_training_is_remembered_for_the_same_project(tmp_path: Path) -> None:
    project = project_folder(tmp_path, FILES, 100)
    remember(project)
    assert ensure_trained(project, FILES, False, ignore) == Training(12.5, "2026-01-02", 0.25)


def test_other_files_and_other_epochs_are_another_project(tmp_path: Path) -> None:
    first = project_folder(tmp_path, FILES, 100)
    assert first != project_folder(tmp_path, {**FILES, "more.yml": ""}, 100)
    assert first != project_folder(tmp_path, FILES, 1)


def test_training_anew_forgets_what_was_trained_with_as_many_epochs(tmp_path: Path) -> None:
    earlier, quick = tmp_path / "stock-100-earlier", tmp_path / "stock-1-quick"
    remember(earlier)
    remember(quick)
    with pytest.raises(BenchmarkFailed):
        ensure_trained(project_folder(tmp_path, FILES, 100), FILES, False, ignore)
    assert not earlier.exists()
    assert quick.exists()
