"""What every line of a log goes through."""

import pytest

from bot.base.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ann@example.com wrote", "<EMAIL> wrote"),
        ("tel 010-1234-5678", "tel <PHONE>"),
        ("tel +44 20 7946 0958", "tel <PHONE>"),
        (f"/bot123456789:{'aB3' * 12}/getMe", "/<SECRET>/getMe"),
        (f"Bearer {'aB3-' * 11}", "Bearer <SECRET>"),
    ],
)
def test_it_masks(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T22:08:33.123456Z",
        "order FH-204518 on 2025-03-31",
        "bot.services.inbox.Inbox.take_a_very_long_name_of_a_function",
        "sha 7bf3fd0f4ad1",
        "port 8080, 100000 messages",
    ],
)
def test_it_leaves_the_rest(text: str) -> None:
    assert mask(text) == text
