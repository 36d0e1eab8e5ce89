"""Fetching an encoder: from a hub of our own over HTTP, and where there is none."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Iterator, Sequence

import pytest

from bot.nlu.encoders.files import fetched_folder
from bot.nlu.encoders.loading import load_encoder
from tests.fakes.encoders import onnx_encoder, static_encoder
from tests.fakes.http_server import HttpServer
from tests.fakes.hub import Hub

NAME = "somebody/tiny-model"
# The rest of the command line takes longer to import than most of these tests run.
THIS_COMMAND_ALONE = (
    "-c",
    "from bot.base import logs; from bot.cli.encoder import app; logs.configure(); app()",
    "get",
)
AS_SOMEBODY_TYPES_IT = ("-m", "bot", "encoder", "get")


@pytest.fixture
def address() -> str:
    """Where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path / "hub")


@pytest.fixture
def served(hub: Hub) -> Iterator[str]:
    with HttpServer().serving(hub.app) as url:
        yield url


@pytest.fixture
def get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs the command in a process of its own, told where the hub is."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "cache"))

    def run(name: str, hub: str, command: Sequence[str] = THIS_COMMAND_ALONE) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "HF_ENDPOINT": hub}
        return subprocess.run(
            [sys.executable, *command, name], env=environment, capture_output=True, text=True, check=False
        )

    return run


def test_of_a_network_the_quantised_one_is_fetched_and_nothing_else(
    get: Callable[..., Any], hub: Hub, served: str, tmp_path: Path
) -> None:
    folder = onnx_encoder(tmp_path / "hub" / NAME)
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / "onnx" / "model_quantized.onnx")
    (folder / "onnx" / "model.onnx").write_bytes(b"four times as large")
    (folder / "model.safetensors").write_bytes(b"for training")
    done = get(NAME, served)
    assert done.returncode == 0, done.stderr
    assert f"{NAME} is in" in done.stdout
    assert "4 dimensions" in done.stdout
    assert "licence, as stated on the hub: mit" in done.stdout
    assert sorted(hub.downloads) == ["onnx/model_quantized.onnx", "tokenizer.json"]
    assert sorted(file.name for file in fetched_folder(NAME).iterdir()) == ["model.onnx", "tokenizer.json"]
    assert list(fetched_folder(NAME).parent.iterdir()) == [fetched_folder(NAME)]


def test_a_static_model_is_fetched_as_one_though_it_has_an_onnx_file(
    get: Callable[..., Any], hub: Hub, served: str, tmp_path: Path
) -> None:
    folder = static_encoder(tmp_path / "hub" / NAME)
    (folder / "onnx").mkdir()
    (folder / "onnx" / "model.onnx").write_bytes(b"for other programs")
    hub.library = "model2vec"
    assert get(NAME, served).returncode == 0
    assert load_encoder(NAME).encode(["refund"]).shape == (1, 4)
    assert "onnx/model.onnx" not in hub.downloads


def test_fetching_replaces_an_older_copy(get: Callable[..., Any], served: str, tmp_path: Path) -> None:
    static_encoder(tmp_path / "hub" / NAME)
    fetched_folder(NAME).mkdir(parents=True)
    (fetched_folder(NAME) / "tokenizer.json").write_text("older")
    assert get(NAME, served).returncode == 0
    assert load_encoder(NAME).dimensions == 4


def test_a_model_without_the_needed_files_is_refused(
    get: Callable[..., Any], hub: Hub, served: str, tmp_path: Path
) -> None:
    (tmp_path / "hub" / NAME).mkdir(parents=True)
    (tmp_path / "hub" / NAME / "pytorch_model.bin").write_bytes(b"a pickle")
    assert _told(get(NAME, served)) == (
        f"{NAME} is no encoder we can use: it needs tokenizer.json and model.onnx or model.safetensors."
    )
    assert not hub.downloads


@pytest.mark.parametrize("name", ["somebody/absent", "../../etc"])
def test_an_unknown_name_is_a_sentence(get: Callable[..., Any], served: str, name: str) -> None:
    assert _told(get(name, served)) == f"The hub has no public model called {name}. Names look like OWNER/MODEL."


def test_without_a_hub_it_says_what_else_can_be_done(get: Callable[..., Any], address: str) -> None:
    told = _told(get(NAME, address, AS_SOMEBODY_TYPES_IT))
    assert told.startswith(f"Could not get {NAME} from the hub: ")
    assert str(fetched_folder(NAME)) in told
    assert "tokenizer.json and model.onnx (or model.safetensors of a static model)" in told
    assert "works the same without an encoder" in told


def test_offline_on_purpose_is_a_sentence_too(
    get: Callable[..., Any], served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert "offline mode is enabled" in _told(get(NAME, served))


def test_a_hub_that_never_answers_is_given_up(get: Callable[..., Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        told = _told(get(NAME, f"http://127.0.0.1:{silent.getsockname()[1]}"))
    assert "Could not get" in told
    assert not fetched_folder(NAME).exists()


def _told(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr.strip()
