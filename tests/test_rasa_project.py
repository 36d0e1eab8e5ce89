"""It stays an ordinary Rasa project: Rasa's own commands work on it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from bot.base.paths import PROJECT
from tests.waiting import until

_RASA = [sys.executable, "-W", "ignore", "-m", "rasa"]


@pytest.mark.timeout(300)
def test_rasa_finds_the_data_valid() -> None:
    done = subprocess.run([*_RASA, "data", "validate"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No story structure conflicts found" in done.stdout + done.stderr


@pytest.mark.timeout(180)
def test_the_actions_run_in_rasa_s_own_server_and_record(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "VAR_DIR": str(tmp_path)}
    server = subprocess.Popen([*_RASA, "run", "actions", "--port", str(port)], cwd=PROJECT, env=environment)
    try:
        until(lambda: _is_up(port), 120)
        entity = {"entity": "topic", "value": "store_hours"}
        latest = {"intent": {"name": "ask_topic", "confidence": 1.0}, "entities": [entity], "text": "hours?"}
        tracker = {"sender_id": "dev", "slots": {"language": "en"}, "latest_message": latest, "events": []}
        call = {"next_action": "action_answer", "sender_id": "dev", "tracker": tracker, "domain": {}}
        answer = httpx.post(f"http://127.0.0.1:{port}/webhook", json=call, timeout=60).json()
    finally:
        server.terminate()
        server.wait(30)
    assert [r["response"] for r in answer["responses"]] == ["utter_faq/store_hours", "utter_ask_helpful"]
    metrics = [sys.executable, "-W", "ignore", "-m", "bot", "metrics", "--csv"]
    printed = subprocess.run(metrics, cwd=PROJECT, env=environment, capture_output=True, text=True).stdout
    assert "conversations" in printed


def _is_up(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
