"""The product's main job in a real browser: answered, rated, handed to a human, rated again, and in the metrics."""

import json
from typing import Any

from playwright.sync_api import expect

from tests.browser.people import AgentAtConsole, Shopper
from tests.product import Product


def test_answered_rated_handed_over_and_measured(new_page: Any, product: Product) -> None:
    shopper = Shopper(new_page(), product)
    shopper.says("whats the delivery time for a normal order?")
    shopper.reads("3 to 5 working days")
    shopper.looks("answer")
    shopper.presses("Yes")
    shopper.presses("5")
    shopper.reads("Thank you for the 5!")
    shopper.says("quick and clear")
    shopper.reads("I've passed that on")

    mina = AgentAtConsole(new_page(), product, "Mina")
    shopper.says("can i talk to a real person please")
    shopper.reads("You are number 1 in the queue")
    mina.looks("queue")
    mina.accepts()
    shopper.reads("Mina has joined the conversation.")
    mina.reads("whats the delivery time for a normal order?")
    mina.says("Hello, this is Mina. What can I do?")
    shopper.reads("Hello, this is Mina. What can I do?")
    shopper.says("my lamp arrived broken <img src=x onerror=alert(1)>")
    mina.reads("my lamp arrived broken <img src=x onerror=alert(1)>")
    mina.looks("conversation")
    shopper.looks("with-agent")
    mina.presses("Resolve")
    # Rated before in this conversation: there is one survey per conversation.
    shopper.reads("The conversation with our team has ended")
    shopper.says("how do i wash a linen cushion?")
    shopper.reads("Did this help?")

    report = json.loads(product.cli("metrics", "--json"))
    assert "handoff_rate" in json.dumps(report)


def test_a_human_s_conversation_is_rated_by_itself(new_page: Any, product: Product) -> None:
    theo = AgentAtConsole(new_page(), product, "Theo")
    shopper = Shopper(new_page(), product)
    shopper.says("agent please")
    shopper.reads("in the queue")
    theo.accepts()
    theo.says("Here I am.")
    shopper.reads("Here I am.")
    theo.presses("Resolve")
    shopper.reads("How satisfied are you")
    shopper.presses("4")
    shopper.reads("Thank you for the 4!")
    theo.looks("resolved")


def test_two_agents_press_accept_and_one_gets_the_customer(new_page: Any, product: Product) -> None:
    shopper = Shopper(new_page(), product)
    mina, theo = (AgentAtConsole(new_page(), product, name) for name in ("Mina", "Theo"))
    shopper.says("human please")
    expect(theo.page.get_by_role("button", name="Accept").first).to_be_visible()
    theo.sees_nothing_new()
    mina.accepts()
    theo.presses("Accept")
    theo.reads("Somebody else has taken this conversation")
    shopper.reads("Mina has joined the conversation.")
    shopper.says("thanks to whoever it is")
    shopper.reads("thanks to whoever it is")
    assert shopper.log.get_by_text("has joined the conversation.").count() == 1


def test_history_is_there_after_a_reload_and_only_one_s_own(new_page: Any, product: Product) -> None:
    shopper, stranger = Shopper(new_page(), product), Shopper(new_page(), product)
    shopper.says("do you sell gift cards?")
    shopper.reads("Did this help?")
    shopper.page.reload()
    if not shopper.log.is_visible():
        shopper.page.get_by_role("button", name="Open the chat").click()
    shopper.reads("do you sell gift cards?")
    assert stranger.log.get_by_text("do you sell gift cards?").count() == 0


def test_what_stands_around_the_messages_follows_the_language_that_is_spoken(new_page: Any, product: Product) -> None:
    shopper = Shopper(new_page(), product)
    shopper.says("배송은 얼마나 걸려요?")
    box = shopper.page.get_by_role("textbox", name="메시지 입력")
    expect(box).to_have_attribute("placeholder", "메시지를 입력하세요")
    expect(shopper.page.get_by_role("button", name="채팅 닫기")).to_be_visible()
    # What was shown before, too; the heading is the page's, which stays as it is.
    expect(shopper.log.locator(".who").all()[0]).to_have_text("나")
    assert shopper.page.evaluate("[document.documentElement.lang, document.querySelector('notouch-chat').lang]") == [
        "en",
        "ko",
    ]
    shopper.looks("korean-on-an-english-page")
    shopper.page.reload()
    expect(shopper.page.get_by_role("button", name="채팅 열기")).to_be_visible()
    shopper.page.get_by_role("button", name="채팅 열기").click()
    box.fill("english please")
    shopper.page.keyboard.press("Enter")
    expect(shopper.page.get_by_role("textbox", name="Your message")).to_be_focused()


def test_by_keyboard_alone_on_a_small_phone_in_the_dark(new_page: Any, product: Product) -> None:
    page = new_page(viewport={"width": 320, "height": 568}, color_scheme="dark")
    shopper = Shopper(page, product, open_chat=False)
    launcher = page.get_by_role("button", name="Open the chat")
    launcher.focus()
    page.keyboard.press("Enter")
    # Not the input: its keyboard would cover the conversation.
    expect(page.get_by_role("button", name="Close the chat").first).to_be_focused()
    box = page.get_by_role("textbox", name="Your message")
    for _ in range(9):
        page.keyboard.press("Tab")
        if box.evaluate("box => box.getRootNode().activeElement === box"):
            break
    page.keyboard.type("how much is shipping")
    page.keyboard.press("Enter")
    shopper.reads("Did this help?")
    expect(box).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= 320")
    shopper.looks("phone-dark")
    page.keyboard.press("Escape")
    expect(launcher).to_be_focused()
