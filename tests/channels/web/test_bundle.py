"""The built widget: one file, small, without anything to fetch."""

import gzip

import pytest

from bot.base.paths import FRONTEND

WIDGET = FRONTEND / "widget.js"
MOST = 25 * 1024


@pytest.mark.skipif(not FRONTEND.exists(), reason="the front end is not built: cd frontend && npm ci && npm run build")
def test_the_widget_is_one_small_file() -> None:
    code = WIDGET.read_bytes()
    assert len(gzip.compress(code)) <= MOST
    assert b"import(" not in code
    assert b"sourceMappingURL" not in code
    assert "안녕하세요".encode() in code or b"\\uC548\\uB155" in code
