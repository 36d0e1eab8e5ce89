"""Pages of other sites may call the chat API, and get nothing a cookie could give them."""

from collections.abc import Callable

import httpx

from tests.channels.web.visitors import Visitor

ELSEWHERE = {"Origin": "https://elsewhere.example"}


def test_every_answer_may_be_read_elsewhere(serve: Callable[..., httpx.Client]) -> None:
    http = serve(messages_per_minute=2)
    visitor = Visitor.new(http)
    headers = visitor.headers | ELSEWHERE
    answers = [
        http.post("/chat/sessions", headers=ELSEWHERE),
        http.get("/chat/messages", headers=headers),
        http.get("/chat/messages", headers=ELSEWHERE),
        http.post("/chat/messages", headers=headers, json={"text": "hello", "client_id": "1"}),
        http.post("/chat/messages", headers=headers, json={"text": "", "client_id": "2"}),
        http.post("/chat/messages", headers=headers, json={"text": "hello", "client_id": "3"}),
        http.post("/chat/messages", headers=headers, content=b"nonsense"),
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 401, 202, 422, 429, 422]
    for answer in answers:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After"
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_browser_may_ask_first(http: httpx.Client) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}
    for path in ("/chat/sessions", "/chat/messages"):
        answer = http.options(path, headers=ELSEWHERE | asked)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        assert {"authorization", "content-type"} <= {
            name.strip().lower() for name in answer.headers["Access-Control-Allow-Headers"].split(",")
        }


def test_a_plain_question_for_options_is_answered_too(http: httpx.Client) -> None:
    assert http.options("/chat/messages").status_code == 204
