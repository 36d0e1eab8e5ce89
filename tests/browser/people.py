"""The customer and the agent at their screens."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import save
from tests.product import Product
from tests.staff.people import PASSWORD


def log_in(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


class Shopper:
    """Somebody on the shop page, with the chat open."""

    def __init__(self, page: Page, product: Product, open_chat: bool = True) -> None:
        self.page = page
        page.goto(product.url)
        if open_chat:
            page.get_by_role("button", name="Open the chat").click()

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    def says(self, text: str) -> None:
        self.page.get_by_role("textbox", name="Your message").fill(text)
        self.page.keyboard.press("Enter")

    def presses(self, title: str) -> None:
        self.log.get_by_role("button", name=title, exact=True).last.click()

    def reads(self, text: str) -> None:
        expect(self.log.get_by_text(text).last).to_be_visible()

    def looks(self, name: str) -> None:
        save(self.page, name)


class AgentAtConsole:
    def __init__(self, page: Page, product: Product, name: str) -> None:
        self.page = page
        page.goto(f"{product.url}/console")
        log_in(page, name)
        expect(page.get_by_role("button", name="Log out")).to_be_visible()

    def accepts(self) -> None:
        self.page.get_by_role("button", name="Accept").first.click()
        expect(self.page.get_by_role("log")).to_be_visible()

    def sees_nothing_new(self) -> None:
        """The queue stays on the screen as it is, as in the moment before news arrives."""
        self.page.route("**/console", lambda request: request.abort())

    def says(self, text: str) -> None:
        self.page.get_by_role("textbox").fill(text)
        self.page.keyboard.press("Enter")

    def reads(self, text: str) -> None:
        expect(self.page.get_by_text(text).last).to_be_visible()

    def presses(self, title: str) -> None:
        self.page.get_by_role("button", name=title).click()

    def looks(self, name: str) -> None:
        save(self.page, name)
