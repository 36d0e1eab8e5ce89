"""A model's file that is damaged is told from one that is whole."""

from pathlib import Path

import pytest

from bot.cli.train import ensure_trained
from bot.dialogue.models import current_model, is_whole, mend


@pytest.fixture(scope="module")
def model() -> bytes:
    ensure_trained()
    return current_model().read_bytes()


def test_a_model_is_whole(model: bytes, tmp_path: Path) -> None:
    copy = tmp_path / "model.tar.gz"
    copy.write_bytes(model)
    assert is_whole(copy)
    assert not mend(copy)
    assert copy.exists()


@pytest.mark.parametrize("damage", ["cut off", "a bit", "empty", "gone"])
def test_a_damaged_model_is_not(model: bytes, tmp_path: Path, damage: str) -> None:
    copy = tmp_path / "model.tar.gz"
    flipped = bytearray(model)
    flipped[len(model) // 3] ^= 4
    content = {"cut off": model[: len(model) // 2], "a bit": bytes(flipped), "empty": b""}.get(damage)
    if content is not None:
        copy.write_bytes(content)
    assert not is_whole(copy)
