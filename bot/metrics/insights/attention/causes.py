"""Of many places that changed, those that explain the others.

When the answers about one topic get worse, so does the whole, the store that gets most of these questions, and the
language it is asked in. The place that changed most differently from the rest is taken for the cause; what no longer
changes without it is explained. Where all places change alike, it is the whole that changed.
"""

from typing import Callable, Mapping, Optional, Sequence

from bot.metrics.insights.attention.evidence import Evidence
from bot.metrics.insights.attention.look import WHOLE, Place
from bot.metrics.statistics.significance import LEVEL

Seen = Mapping[Place, Evidence]
LookAgain = Callable[[Sequence[Place]], Seen]


def causes(seen: Seen, changed: Sequence[Place], look_again: LookAgain) -> dict[Place, Evidence]:
    """The places to name. `look_again` sees the same without the rows of the places given."""
    named: dict[Place, Evidence] = {}
    now, left = seen, list(changed)
    while left:
        found = _causes(now, left)
        named |= {place: seen[place] for place in found}
        left = [place for place in left if place not in found]
        if WHOLE in found or not left:
            break
        now = look_again(sorted(named))
        left = [place for place in left if place in now and _still(now[place], seen[place])]
    return named


def _causes(seen: Seen, left: Sequence[Place]) -> list[Place]:
    """Values of one dimension that each changed differently from the rest; else the whole; else the surest place."""
    apart = {place: p for place in left if (p := _apart(seen, place, len(left))) is not None}
    if not apart:
        return [WHOLE] if WHOLE in left else [min(left, key=lambda place: (seen[place].p or 0, place))]
    dimension = min(apart, key=lambda place: (apart[place], place)).dimension
    return [place for place in apart if place.dimension == dimension]


def _apart(seen: Seen, place: Place, looks: int) -> Optional[float]:
    """The p value, where it is significant among so many looks (Bonferroni)."""
    if place == WHOLE:
        return None
    p = seen[place].p_apart(seen[WHOLE])
    return p if p is not None and p * looks <= LEVEL else None


def _still(now: Evidence, then: Evidence) -> bool:
    return now.p is not None and now.p <= LEVEL and now.is_higher == then.is_higher
