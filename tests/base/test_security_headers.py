"""The headers of every answer, and that an answer's own ones stay."""

from fastapi import FastAPI, Response
from starlette.testclient import TestClient

from bot.base.security_headers import HEADERS, SecurityHeaders


def client() -> TestClient:
    app = FastAPI()
    app.add_middleware(SecurityHeaders)

    @app.get("/own")
    def own() -> Response:
        return Response(headers={"Referrer-Policy": "no-referrer"})

    return TestClient(app)


def test_every_answer_has_them_once() -> None:
    for path in ("/own", "/nowhere"):
        names = [name for name, _ in client().get(path).headers.raw]
        assert [names.count(name) for name in HEADERS] == [1] * len(HEADERS)


def test_what_an_answer_says_itself_stays() -> None:
    assert client().get("/own").headers["referrer-policy"] == "no-referrer"
    assert client().get("/nowhere").headers["referrer-policy"] == "same-origin"


def test_nothing_runs_inline_and_nothing_frames_us() -> None:
    policy = client().get("/own").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
