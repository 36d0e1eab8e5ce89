"""What a link to the bot says: anybody can write such a link."""

import pytest

from bot.channels.telegram.start_codes import read_code
from bot.store.chat.entrances import Entrance


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("loc-old-town", Entrance(location="old-town")),
        ("ref-ANN10_cmp-summer-2026_loc-riverside", Entrance("riverside", "summer-2026", "ANN10")),
        ("loc-riverside_loc-northgate", Entrance(location="riverside")),
        ("abc_loc-_ref-x", Entrance(referral="x")),
        ("LOC-riverside", Entrance()),
        ("loc-a'; DROP TABLE touchpoints;--", Entrance()),
        ("loc-a b", Entrance()),
        ("loc-\u0000", Entrance()),
        ("ref-\u0661\u0662", Entrance()),
        ("ref-" + "a" * 60, Entrance(referral="a" * 60)),
        ("ref-" + "a" * 61, Entrance()),
        ("_" * 64, Entrance()),
        ("", Entrance()),
    ],
)
def test_codes(code: str, told: Entrance) -> None:
    assert read_code(code) == told
