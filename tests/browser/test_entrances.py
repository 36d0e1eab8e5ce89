"""The widget on a store's own page, in a real browser: which store it was, and which links were followed."""

from typing import Any, Optional

from playwright.sync_api import Page

from bot.base.paths import DATA
from bot.store.base.database import Database
from tests.browser.people import Shopper
from tests.product import Product
from tests.waiting import until

_PAGE = '<!doctype html><title>Our store</title><body><script src="{url}/static/widget.js" {how} defer></script>'
_CODES = 'data-location="riverside" data-campaign="window" data-referral="ANN10"'


class StorePage(Shopper):
    """The page of a store, with the chat open."""

    def __init__(self, page: Page, product: Product, how: str) -> None:
        self.page = page
        body = _PAGE.format(url=product.url, how=how)
        page.context.route("https://fernwood.example/**", lambda route: route.fulfill(body="There"))
        page.route(f"{product.url}/store", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(f"{product.url}/store")
        page.get_by_role("button", name="Open the chat").click()

    def follows(self, link: str, button: Any) -> None:
        with self.page.context.expect_page() as opened:
            self.log.get_by_role("link", name=link).last.click(button=button)
        opened.value.close()


def _recorded(product: Product) -> list[tuple[str, Optional[str], Optional[str]]]:
    database = Database(f"sqlite:///{product.environment['VAR_DIR']}/notouch.db")
    kinds = "('conversation_started', 'referred', 'campaign_entered', 'link_clicked')"
    with database.read() as tx:
        rows = tx.exec_driver_sql(f"SELECT kind, location, detail FROM touchpoints WHERE kind IN {kinds} ORDER BY id")
        found = [tuple(row) for row in rows]
    database.dispose()
    return found


def test_a_store_s_page_tells_the_store_and_a_link_that_is_followed_counts_once(
    new_page: Any, product: Product
) -> None:
    product.cli("import", "locations", str(DATA / "samples" / "locations.csv"))
    shopper = StorePage(new_page(), product, _CODES)
    shopper.says("how do i create an account?")
    shopper.reads("Did this help?")
    for button in ("left", "middle"):
        shopper.follows("your account", button)
    shopper.log.get_by_role("link").first.click(button="right")
    until(lambda: len(_recorded(product)) > 3)
    assert _recorded(product) == [
        ("conversation_started", "riverside", None),
        ("referred", "riverside", "ANN10"),
        ("campaign_entered", "riverside", "window"),
        ("link_clicked", "riverside", "https://fernwood.example/account"),
    ]
