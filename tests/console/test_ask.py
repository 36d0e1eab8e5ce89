"""The page where operators try the assistant."""

from tests.console.people import Desk
from tests.fakes.assistant import Assistant


def test_it_needs_a_log_in(desk: Desk) -> None:
    response = desk.browser().get("/console/ask")
    assert (response.status_code, response.headers["location"]) == (303, "/login?next=/console/ask")


def test_the_header_leads_to_it(desk: Desk) -> None:
    assert 'href="/console/ask"' in desk.signed_in("Mina").page()


def test_it_shows_the_reply_and_what_was_understood(desk: Desk, assistant: Assistant) -> None:
    page = desk.signed_in("Mina").post("ask", text="where is it?", language="ko").text
    shown = ("You said: where is it?", "Delivery times", "faq/delivery_period", "87 %", "ask_back")
    for part in (*shown, "order_number: FH-204518", "-0.34", "Korean", "4.2 ms", "track_order"):
        assert part in page
    assert assistant.heard == [("where is it?", "ko")]


def test_without_a_known_language_it_is_that_of_the_text(desk: Desk, assistant: Assistant) -> None:
    browser = desk.signed_in("Mina")
    for language in ("", "xx", "../en"):
        browser.post("ask", text="hello", language=language)
    assert assistant.heard == [("hello", None)] * 3


def test_what_was_typed_is_shown_as_text(desk: Desk) -> None:
    page = desk.signed_in("Mina").post("ask", text="</textarea><script>alert(1)</script>").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_empty_text_is_refused_in_words(desk: Desk) -> None:
    response = desk.signed_in("Mina").post("ask", text="  ")
    assert response.status_code == 422
    assert "The message is empty." in response.text


def test_it_says_when_the_assistant_is_still_loading_and_keeps_the_text(desk: Desk, assistant: Assistant) -> None:
    assistant.ready = False
    response = desk.signed_in("Mina").post("ask", text="hello there")
    assert response.status_code == 503
    assert "still loading" in response.text
    assert "hello there</textarea>" in response.text


def test_a_forged_form_is_refused(desk: Desk, assistant: Assistant) -> None:
    browser = desk.signed_in("Mina")
    assert browser.client.post("/console/ask", data={"text": "hello"}).status_code == 403
    assert assistant.heard == []
