"""What axe-core finds wrong with a page."""

from typing import Any

from playwright.sync_api import Page

from bot.base.paths import PROJECT

_AXE = PROJECT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[str]:
    """The rule that is broken, and where."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]
