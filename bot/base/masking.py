"""Hides addresses, numbers and secrets in what is written down; cheap enough for every line of a log.

What customers type is looked at more closely, by bot.nlu.reading.pii.
"""

import re

# Bounded everywhere: a customer chooses what these run over.
EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
PHONE = re.compile(
    r"(?<![\dA-Za-z+.-])(?:"
    r"\+\d{1,3}(?:[ ().-]{0,2}\d){7,12}"  # international
    r"|0(?:1[016-9]|2|[3-6][1-5]|70)[ .-]?\d{3,4}[ .-]?\d{4}"  # Korean
    r"|(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}"  # North American
    r")(?![\d-])"
)
_SECRET = re.compile(
    r"(?<![\w-])(?:(?:bot)?\d{8,10}:[\w-]{30,64}"  # a Telegram bot's token
    r"|(?=[\w-]*[0-9])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{32,})"  # a token of ours
)


def mask(text: str) -> str:
    """The text with <EMAIL>, <PHONE> and <SECRET> in place of what looks like one."""
    for name, pattern in (("EMAIL", EMAIL), ("SECRET", _SECRET), ("PHONE", PHONE)):
        text = pattern.sub(f"<{name}>", text)
    return text
