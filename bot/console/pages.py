"""Rendering the console's templates."""

from pathlib import Path

from bot.staff.pages import Pages

page = Pages(Path(__file__).parent / "templates")
