"""Links in answers; the widget's tests read the same cases."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.base.links import addresses, pieces
from bot.channels.web.links import as_html

CASES = json.loads((Path(__file__).parent / "links.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_texts_are_cut_at_their_links(case: dict[str, Any]) -> None:
    assert [list(piece) for piece in pieces(case["text"])] == case["pieces"]


def test_nothing_but_links_becomes_markup() -> None:
    html = as_html("""<b>"&'</b> [<i>](https://a.example/?a=1&b="x"onclick=y) [x](javascript:alert(1))""")
    assert html == (
        "&lt;b&gt;&#34;&amp;&#39;&lt;/b&gt; "
        '<a href="https://a.example/?a=1&amp;b=&#34;x&#34;onclick=y" rel="noopener">&lt;i&gt;</a> '
        "[x](javascript:alert(1))"
    )


def test_an_address_counts_once() -> None:
    assert addresses("See [help](/help), https://a.example/x and [again](/help).") == ["/help", "https://a.example/x"]
