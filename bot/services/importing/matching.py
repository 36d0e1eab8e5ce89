"""Whose the rows are: found by account, then e-mail address, then phone number, or a new customer's.

Orders and touchpoints are given to the very customer who owns the address, not to whom they were merged into: so a
merge that is undone takes them apart again.
"""

from dataclasses import dataclass
from typing import Callable

from bot.base.contacts import CONTACTS
from bot.base.content import DEFAULT_LANGUAGE
from bot.services import merging
from bot.store.base.database import Connection
from bot.store.customers import identities
from bot.store.shop.staging import Contacts, Stage

_BATCH = 5000
_SHOWN = 20

Address = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """A line that belongs to a customer we know, and by what."""

    line: int
    customer_id: int
    channel: str


class Matching:
    """Counts what it finds; `examples` are the first lines of known customers."""

    def __init__(self) -> None:
        self.known = self.new_customers = self.merged = 0
        self.examples: list[Known] = []

    def run(self, tx: Connection, stage: Stage, progress: Callable[[int], object]) -> None:
        after = done = 0
        while batch := stage.contacts(tx, after, _BATCH):
            stage.set_owners(tx, self._match(tx, batch))
            after, done = batch[-1].line, done + len(batch)
            progress(done)

    def _match(self, tx: Connection, batch: list[Contacts]) -> list[tuple[int, int]]:
        found = _Batch()
        owners = [(row.line, found.owner(row)) for row in batch]
        numbers = found.store(tx)
        self.merged += merging.merge_all(tx, found.pairs(numbers), "named in one row of an import")
        self._count(found)
        return [(line, numbers.get(owner, owner)) for line, owner in owners]

    def _count(self, found: "_Batch") -> None:
        self.known += len(found.recognised)
        self.new_customers += found.new
        self.examples += found.recognised[: _SHOWN - len(self.examples)]


class _Batch:
    """Some rows, matched in memory. Until they are stored, new customers have negative numbers."""

    def __init__(self) -> None:
        self.recognised: list[Known] = []
        self.new = 0
        self._owners: dict[Address, int] = {}
        self._fresh: dict[Address, str] = {}
        self._pairs: dict[tuple[int, int], None] = {}

    def owner(self, row: Contacts) -> int:
        """The customer of the row, whose all its addresses are from now on."""
        named = self._named(row)
        owners = [self._owners[address] for address in named if address in self._owners]
        owner = owners[0] if owners else self._new_customer()
        for address in named:
            if address not in self._owners:
                self._owners[address] = owner
                self._fresh[address] = row.language or DEFAULT_LANGUAGE
        self._pairs |= {(owner, other): None for other in owners if other != owner}
        return owner

    def _named(self, row: Contacts) -> list[Address]:
        """The row's addresses, having noted whose they are."""
        addresses, owners = (row.account, row.email, row.phone), (row.account_owner, row.email_owner, row.phone_owner)
        given = [(channel, at, who) for channel, at, who in zip(CONTACTS, addresses, owners, strict=True) if at]
        known = [(channel, at, who) for channel, at, who in given if who is not None]
        self._owners |= {(channel, at): who for channel, at, who in known}
        self.recognised += [Known(row.line, who, channel) for channel, _, who in known[:1]]
        return [(channel, at) for channel, at, _ in given]

    def _new_customer(self) -> int:
        self.new += 1
        return -self.new

    def store(self, tx: Connection) -> dict[int, int]:
        """Make the new customers and addresses known; the real numbers for the negative ones."""
        numbers = dict(zip(range(-1, -self.new - 1, -1), identities.add_customers(tx, self.new), strict=True))
        fresh = [dict(channel=c, external_id=at, language=language) for (c, at), language in self._fresh.items()]
        owners = [self._owners[address] for address in self._fresh]
        identities.add(
            tx, [{**row, "customer_id": numbers.get(who, who)} for row, who in zip(fresh, owners, strict=True)]
        )
        return numbers

    def pairs(self, numbers: dict[int, int]) -> list[tuple[int, int]]:
        """Customers who are the same person, since one row names both."""
        return [(numbers.get(one, one), numbers.get(other, other)) for one, other in self._pairs]
