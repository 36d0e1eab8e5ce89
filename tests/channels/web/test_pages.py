"""The shop and the help centre as a browser gets them."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from bot.base.content import Content
from bot.base.settings import Settings
from bot.channels.web import pages

STATIC = pages.__file__.replace("pages.py", "static")


@pytest.fixture
def browser(content: Content, settings: Callable[..., Settings]) -> TestClient:
    app = FastAPI()
    app.include_router(pages.pages(content))
    app.mount("/assets", StaticFiles(directory=STATIC))
    return TestClient(app)


@pytest.mark.parametrize("path", ["/", "/help"])
@pytest.mark.parametrize(("language", "written"), [("en", "Help centre"), ("ko", "고객센터")])
def test_pages_speak_the_language_asked_for(browser: TestClient, path: str, language: str, written: str) -> None:
    for page in (
        browser.get(path, params={"lang": language}, headers={"Accept-Language": "en, ko"}),
        browser.get(path, headers={"Accept-Language": language}),
    ):
        assert page.status_code == 200
        assert page.headers["Content-Language"] == language
        assert page.headers["Vary"] == "Accept-Language"
        assert f'<html lang="{language}">' in page.text
        assert written in page.text


@pytest.mark.parametrize("path", ["/", "/help"])
def test_one_script_tag_brings_the_widget(browser: TestClient, content: Content, path: str) -> None:
    page = browser.get(path, params={"lang": "ko"}).text
    [tag] = re.findall(r"<script[^>]*widget\.js[^>]*>", page)
    assert 'src="/static/widget.js"' in tag
    assert 'data-language="ko"' in tag
    assert f'data-title="{content.facts["brand_name"]}"' in tag


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_help_centre_answers_every_topic(browser: TestClient, content: Content, language: str) -> None:
    page = unescape(browser.get("/help", params={"lang": language}).text)
    for topic in content.topics:
        assert f'id="{topic}"' in page
        assert f"<h3>{content.title(topic, language)}</h3>" in page
    assert len(re.findall(r'<p class="answer">[^\s]', page)) == len(content.topics)
    assert re.search(r'<a href="https?://[^"]+" rel="noopener">', page)


@pytest.mark.parametrize("path", ["/", "/help"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_fact_is_filled_in(browser: TestClient, path: str, language: str) -> None:
    page = browser.get(path, params={"lang": language}).text
    assert not re.search(r"\{\w+\}", page)
    assert "](" not in page


def test_a_page_says_the_same_at_every_visit(
    browser: TestClient, content: Content, settings: Callable[..., Settings]
) -> None:
    first = browser.get("/help").text
    app = FastAPI()
    app.include_router(pages.pages(content))
    assert TestClient(app).get("/help").text == first


@pytest.mark.parametrize("path", ["/", "/help"])
def test_links_within_the_pages_lead_somewhere(browser: TestClient, path: str) -> None:
    page = browser.get(path).text
    anchors = set(re.findall(r'id="([^"]+)"', browser.get("/help").text)) | set(re.findall(r'id="([^"]+)"', page))
    for address in re.findall(r'(?:href|src)="([^"]*)"', page):
        own, _, anchor = unescape(address).partition("#")
        assert not anchor or anchor in anchors
        if own.startswith("/") and not own.startswith("/static/"):
            assert browser.get(own).status_code == 200, own


def test_nothing_is_loaded_from_elsewhere(browser: TestClient) -> None:
    for path in ("/", "/help", "/assets/pages.css"):
        text = browser.get(path).text
        assert not re.search(r'(?:src="|<link[^>]*href="|url\(|@import)\s*["\']?(?:https?:)?//', text)
