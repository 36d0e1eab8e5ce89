"""A real Chromium and the whole product behind it."""

import os
import shutil
from pathlib import Path
from typing import Any, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.base.settings import load_settings
from bot.bootstrap import create_app
from tests.product import Product
from tests.serving import served
from tests.staff.people import PASSWORD, Staff

# The sandbox needs rights that root in a container lacks; the rest keeps the browser from calling home.
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
_PATIENCE_MS = 20_000
expect.set_options(timeout=_PATIENCE_MS)


def _chromium(playwright: Any) -> str:
    """Debian's Chromium, else Playwright's own; without either the test is skipped, but in CI it fails."""
    own = playwright.chromium.executable_path
    found = shutil.which("chromium") or shutil.which("chromium-browser") or (own if os.path.exists(own) else None)
    if found is None:
        reason = "no Chromium: install Debian's package `chromium`, or run: python -m playwright install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed before other tests run: while it is open, Playwright has an event loop running in this thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=_chromium(playwright), args=_OPTIONS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One server for a file of tests, with the agents Mina and Theo."""
    made = Product(tmp_path_factory.mktemp("product") / "var")
    made.cli("db", "upgrade")
    for name in ("Mina", "Theo"):
        made.cli("agent", "add", name, "--password-stdin", typed=f"{PASSWORD}\n")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def staff(sqlite_url: str, tmp_path: Path) -> Iterator[Staff]:
    """People of the company, over the whole application without its threads."""
    app = create_app(load_settings(database_url=sqlite_url, var_dir=tmp_path))
    yield Staff(app.state.parts.database, app)
    app.state.parts.database.dispose()


@pytest.fixture
def address(staff: Staff) -> Iterator[str]:
    with served(staff.app) as url:
        yield url


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Any]:
    """Makes pages of separate people: each has cookies and storage of its own.

    A script error fails the test, and so does what a page's content security policy stops.
    """
    contexts, errors = [], []

    def make(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


def save(page: Page, name: str) -> None:
    """Keep a picture where SCREENSHOTS names a folder, to look at."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png")
