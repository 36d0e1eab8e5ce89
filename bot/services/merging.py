"""Who is who: customers on several channels who are one person.

Merges are for counting. Nobody gets to read anything by one: a chat's session keeps its own customer.
"""

from typing import Iterable

from bot.base.contacts import EMAIL, email_key
from bot.store.base.database import Connection
from bot.store.customers import identities, merges


class NotPossible(Exception):
    """The merge can't be undone; the message says why."""


def merge(tx: Connection, one: int, other: int, reason: str) -> int:
    """Count two customers as one, the older; how many merges that took. What was undone once stays undone."""
    return merge_all(tx, [(one, other)], reason)


def merge_all(tx: Connection, pairs: Iterable[tuple[int, int]], reason: str) -> int:
    """As `merge`, for many with few queries.

    Raises:
        bot.store.chat.conversations.Outdated: somebody else merged them meanwhile.
    """
    wanted = list(pairs)
    people = _People(tx, {number for pair in wanted for number in pair})
    for one, other in wanted:
        people.join(one, other)
    for customer_id, into_id in people.joined.items():
        merges.merge(tx, customer_id, into_id, reason)
    return len(people.joined)


class _People:
    """Customers and who they are counted as, with what is joined here."""

    def __init__(self, tx: Connection, customer_ids: set[int]) -> None:
        self.joined: dict[int, int] = {}
        self._roots = merges.roots(tx, customer_ids)
        self._undone = merges.undone(tx, set(self._roots.values()))
        self._roots |= merges.roots(tx, {into for former in self._undone.values() for into in former})

    def join(self, one: int, other: int) -> None:
        older, younger = sorted((self._root(one), self._root(other)))
        if older != younger and not self._were_separated(younger, older):
            self.joined[younger] = older

    def _root(self, number: int) -> int:
        number = self._roots[number]
        while number in self.joined:
            number = self.joined[number]
        return number

    def _were_separated(self, younger: int, older: int) -> bool:
        return any(self._root(into) == older for into in self._undone.get(younger, ()))


def undo(tx: Connection, merge_id: int) -> None:
    """Count the two as different people again.

    Raises:
        NotPossible: there is no such merge, or it does not hold any more.
    """
    merge = merges.find(tx, merge_id)
    if merge is None or merge.into_id is None:
        raise NotPossible(f"There is no merge {merge_id}.")
    if not merge.holds:
        raise NotPossible(f"Merge {merge_id} was undone already.")
    merges.separate(tx, merge.customer_id, f"merge {merge_id} undone")


def known_by_email(tx: Connection, customer_id: int, address: str, language: str, reason: str) -> None:
    """The customer uses the address: it becomes theirs, or they are counted as the one whose it is."""
    owner = identities.claim(tx, customer_id, EMAIL, email_key(address), language)
    if owner != customer_id:
        merge(tx, owner, customer_id, reason)
