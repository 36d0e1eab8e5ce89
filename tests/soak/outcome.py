"""What a breakage cost: everything that customers were told is stored, compared with what the database has."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Iterable

from tests.soak.site import Site

_LINK = re.compile(r"\[([^\]]+)\]\(https?://[^)\s]+\)")


@dataclass
class Outcome:
    """`messages` are those that customers sent; `notes` say what else was seen."""

    what: str
    times: int
    messages: int
    lost: int
    unanswered: int
    doubled: int
    repeated: int
    out_of_order: int
    notes: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing lost or doubled, everything answered in order; repeats may be allowed, depending on what was done."""
        return (self.lost, self.unanswered, self.doubled, self.out_of_order) == (0, 0, 0, 0)


def examine(site: Site, what: str, times: int, *notes: str) -> Outcome:
    """Compare what customers know with what is stored; to be called when the site has settled.

    Counted is what came since the site was examined last.
    """
    counts = {
        "messages": len(site.acknowledged) + len(site.said),
        "lost": _lost(site),
        "unanswered": _unanswered(site),
        "doubled": _doubled(site),
        "repeated": _repeated(site),
        "out_of_order": _out_of_order(site),
    }
    new = {name: max(0, count - site.examined.get(name, 0)) for name, count in counts.items()}
    site.examined = counts
    return Outcome(what, times, **new, notes=list(notes))


def _lost(site: Site) -> int:
    stored = {row.id: row for row in site.rows("SELECT id, text FROM messages WHERE sender = 'customer'")}
    web = sum(number not in stored for number in site.acknowledged)
    heard = {row[0] for row in site.rows("SELECT external_id FROM messages WHERE channel = 'telegram'")}
    return web + sum(f"{chat}:{number}" not in heard for chat, number in site.said)


def _unanswered(site: Site) -> int:
    return int(site.rows("SELECT count(*) FROM messages WHERE sender = 'customer' AND state <> 'handled'")[0][0])


def _doubled(site: Site) -> int:
    """Messages stored or counted other than once, and replies that nothing says were sent."""
    known = len(site.acknowledged) + len(site.said)
    stored = [row[0] for row in site.rows("SELECT id FROM messages WHERE sender = 'customer'")]
    counted = Counter(_of_kind(site, "message_received"))
    replies = int(site.rows("SELECT count(*) FROM messages WHERE sender = 'bot'")[0][0])
    unequal = abs(len(_of_kind(site, "message_sent")) - replies)
    return max(0, len(stored) - known) + sum(counted[number] != 1 for number in stored) + unequal


def _of_kind(site: Site, kind: str) -> list[int]:
    return [row[0] for row in site.rows("SELECT message_id FROM touchpoints WHERE kind = :kind", kind=kind)]


def _repeated(site: Site) -> int:
    """Replies that a customer on Telegram saw more often than they were written."""
    return sum((Counter(shown) - Counter(written)).total() for shown, written in _chats(site))


def _out_of_order(site: Site) -> int:
    """Chats on Telegram that show replies in another order than they were written in, or not all of them."""
    return sum(not _contains(shown, written) for shown, written in _chats(site))


def _chats(site: Site) -> Iterable[tuple[list[str], list[str]]]:
    written: dict[int, list[str]] = {}
    query = """SELECT i.external_id AS chat, m.text FROM messages m JOIN conversations c ON c.id = m.conversation_id
               JOIN identities i ON i.id = c.identity_id
               WHERE m.channel = 'telegram' AND m.sender <> 'customer' AND m.state = 'sent' ORDER BY m.id"""
    for row in site.rows(query):
        written.setdefault(int(row.chat), []).append(_LINK.sub(r"\1", row.text))
    for chat, texts in written.items():
        yield site.telegram.texts(chat), texts


def _contains(shown: list[str], written: list[str]) -> bool:
    left = iter(shown)
    return all(text in left for text in written)
