"""Text from outside is safe to store, whatever it is."""

from hypothesis import given
from hypothesis import strategies as st

from bot.base.text import MAX_LENGTH, normalise


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_becomes_one_that_can_be_stored(raw: str) -> None:
    safe = normalise(raw)
    safe.encode("utf-8")
    assert "\x00" not in safe
    assert normalise(safe) == safe


def test_what_customers_mean_is_kept() -> None:
    assert normalise("  안녕\r\n👩\u200d👩\u200d👧 ok\t") == "안녕\n👩\u200d👩\u200d👧 ok"


def test_invisible_and_broken_characters_are_dropped() -> None:
    assert normalise("a\u202eb\x00c\ud800d\u200be\x1b[1m") == "abcde[1m"


def test_decomposed_korean_is_composed() -> None:
    assert normalise("\u1112\u1161\u11ab") == "한"


def test_long_text_is_cut() -> None:
    assert len(normalise("x" * 10_000)) == MAX_LENGTH
