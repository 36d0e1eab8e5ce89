"""What is left out of Rasa when it is imported, and when not. In processes of their own: importing can't be undone."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.dialogue.models import CONFIG

_PROGRAM = """
import sys
from pathlib import Path
from bot.dialogue.library import import_rasa
import_rasa(Path(sys.argv[1]))
from bot.dialogue import dialogue
print([name for name in ("sanic", "matplotlib", "pymongo", "sqlalchemy.orm") if name in sys.modules])
import requests
print(requests.__file__ is not None)
"""


def _imported(config: Path) -> list[str]:
    command = [sys.executable, "-W", "ignore", "-c", _PROGRAM, str(config)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_only_what_answering_needs() -> None:
    assert _imported(CONFIG) == ["[]", "True"]


@pytest.mark.parametrize("component", ["CountVectorsFeaturizer", "rasa.nlu.classifiers.SklearnIntentClassifier"])
def test_everything_for_other_components(tmp_path: Path, component: str) -> None:
    config = tmp_path / "config.yml"
    config.write_text(CONFIG.read_text(encoding="utf-8").replace("pipeline:", f"pipeline:\n- name: {component}"))
    assert "sanic" in _imported(config)[0]
