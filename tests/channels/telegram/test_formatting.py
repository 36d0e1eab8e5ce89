"""Links, escaping and the splitting of long replies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.formatting import split, to_html, units


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("plain", "plain"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("[a](https://x.y/?a=1&b=2)", '<a href="https://x.y/?a=1&amp;b=2">a</a>'),
        ('[a](https://x.y/"onclick)', '<a href="https://x.y/&quot;onclick">a</a>'),
        ("[a](javascript:alert)", "[a](javascript:alert)"),
        ("[1] and (2)", "[1] and (2)"),
        ("[<b>](https://x.y) [c](http://z)", '<a href="https://x.y">&lt;b&gt;</a> <a href="http://z">c</a>'),
    ],
)
def test_links_and_escaping(written: str, expected: str) -> None:
    assert to_html(written) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("short", ["short"]),
        ("One. Two three. Four five.", ["One. Two three.", "Four five."]),
        ("첫 번째 문장입니다。두 번째 문장입니다。", ["첫 번째 문장입니다。", "두 번째 문장입니다。"]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("A. wordwithout sentence", ["A. wordwithout", "sentence"]),
        ("x" * 45, ["x" * 20, "x" * 20, "x" * 5]),
        ("see our [own page](https://x.y/z) now", ["see our", "[own page](https://x", ".y/z) now"]),
        ("😀" * 15, ["😀" * 10, "😀" * 5]),
    ],
)
def test_splitting(text: str, parts: list[str]) -> None:
    assert split(text, limit=20) == parts


def test_a_link_is_not_torn_apart() -> None:
    link = "[How we. Deliver](https://shop.example/delivery)"
    assert split(f"Some words before it {link} and after", limit=60) == ["Some words before it", f"{link} and after"]


@given(st.text(max_size=300), st.integers(2, 50))
def test_nothing_is_lost_and_every_part_fits(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
