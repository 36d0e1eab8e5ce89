"""Acknowledged messages survive SIGKILL: none is lost, none is counted twice, whenever the process dies."""

from pathlib import Path

import pytest

from tests.soak.killing import CHATS_ON_TELEGRAM, kill
from tests.soak.site import Site

KILLS = 3


@pytest.mark.timeout(600)
def test_killed_at_random_points_of_ten_conversations(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        outcome = kill(site, KILLS)
    assert outcome.clean, outcome
    assert outcome.repeated <= KILLS * CHATS_ON_TELEGRAM
