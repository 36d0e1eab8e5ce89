"""Telegram's servers answer with errors, not at all, or break off."""

import time
from typing import Optional

from tests.soak.outcome import Outcome, examine
from tests.soak.site import Site
from tests.waiting import until

# What goes wrong in which chat; None breaks off in the middle of the answer.
_TROUBLE: dict[str, Optional[int]] = {"429": 429, "500": 500, "half an answer": None, "403": 403}
_SENTENCES = ("Telegram asks to send more slowly", "Telegram does not answer at", "does not deliver to this customer")
_FIRST_CHAT = 500


def trouble(site: Site, times: int = 2, silent_seconds: float = 6) -> Outcome:
    """One chat for each kind of trouble, one that gets no answer at all for a while, and one without any."""
    chats = {name: _FIRST_CHAT + number for number, name in enumerate([*_TROUBLE, "silence", "none"])}
    for name, status in _TROUBLE.items():
        more = {"retry_after": 1} if status == 429 else {}
        site.telegram.fail("sendMessage", status, chat=chats[name], times=1 if status == 403 else times, **more)
    with site.telegram.held("sendMessage", chats["silence"]):
        began = time.monotonic()
        for chat in chats.values():
            for _ in range(3):
                site.says_on_telegram(chat, "how long does delivery take?")
        until(lambda: len(site.telegram.texts(chats["none"])) >= 3, 60)
        waited = time.monotonic() - began
        time.sleep(max(0, silent_seconds - waited))
    site.settle()
    outcome = examine(site, "Bot API: 429, 500, half an answer, 403, silence", 4 * times + 1)
    outcome.notes.append(f"the chat without trouble had its three answers after {waited:.1f} s")
    outcome.notes += [f"missing in the log: {sentence}" for sentence in _SENTENCES if sentence not in site.log()]
    return outcome
