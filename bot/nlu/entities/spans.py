"""Entities as spans of a message, and how readers of different kinds share one text."""

import re
from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, Optional, Union

Value = Union[str, int]


@dataclass(frozen=True)
class Entity:
    """`value` is the canonical form: an ISO date, an amount with its currency, a number with its prefix."""

    entity: str
    start: int
    end: int
    value: Value


Reader = Callable[[str], Iterable[Entity]]


def found(
    name: str, pattern: "re.Pattern[str]", text: str, value: Callable[["re.Match[str]"], Optional[Value]]
) -> Iterator[Entity]:
    """An entity for each match that has a value; it spans the group "it" where the pattern has one."""
    group: Union[str, int] = "it" if "it" in pattern.groupindex else 0
    for match in pattern.finditer(text):
        read = value(match)
        if read is not None:
            yield Entity(name, match.start(group), match.end(group), read)


def without_overlaps(entities: Iterable[Entity]) -> list[Entity]:
    """In the order of the text; of those that overlap, the one that was given first."""
    kept: list[Entity] = []
    for entity in entities:
        if all(entity.end <= other.start or other.end <= entity.start for other in kept):
            kept.append(entity)
    return sorted(kept, key=lambda entity: entity.start)


def one_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
