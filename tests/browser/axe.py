"""What axe-core finds wrong with a page."""

from typing import Any

from playwright.sync_api import Page

from bot.base.paths import PROJECT

# What is still fading in has less contrast than it will have.
_AT_REST = """() => document.getAnimations()
    .filter(one => one.effect.getComputedTiming().endTime !== Infinity)
    .forEach(one => one.finish())"""
_AXE = PROJECT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[str]:
    """The rule that is broken, and where, once nothing moves any more."""
    page.evaluate(_AT_REST)
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]
