"""What two periods say of one figure in one place: a share of things, or how many things there were."""

from dataclasses import dataclass
from math import sqrt
from typing import Optional, Protocol

from bot.metrics.statistics.figures import Figure, count
from bot.metrics.statistics.significance import Pairs, p_of_counts, p_of_proportions, p_of_z

# With fewer cases on a side nothing is said.
ENOUGH = 20
# More questions are more work, but no harm yet: they weigh a fifth of as many questions gone wrong.
_WORK = 0.2


class Evidence(Protocol):
    @property
    def now(self) -> Figure: ...

    @property
    def before(self) -> Figure: ...

    @property
    def p(self) -> Optional[float]:
        """How likely a difference as large is where nothing changed; None where too little is known."""
        ...

    @property
    def is_higher(self) -> bool: ...

    @property
    def weight(self) -> float:
        """How many cases turned out differently than they would have before."""
        ...

    def p_apart(self, whole: "Evidence") -> Optional[float]:
        """How likely a change is that goes so much further than that of the rest, where both changed alike.

        None where it goes less far.
        """
        ...


@dataclass(frozen=True)
class Moved:
    """`rows` is how many rows now there are to which it happens, whether measured or not."""

    now: Figure
    before: Figure
    rows: int

    @property
    def change(self) -> float:
        return float(self.now.value or 0) - float(self.before.value or 0)

    @property
    def is_higher(self) -> bool:
        return self.change > 0


class Shares(Moved):
    @property
    def p(self) -> Optional[float]:
        if min(self.now.n, self.before.n) < ENOUGH:
            return None
        return p_of_proportions(*_parts(self.now), *_parts(self.before))

    @property
    def weight(self) -> float:
        return abs(self.change) * self.rows

    def p_apart(self, whole: Evidence) -> Optional[float]:
        now, before = _rest(whole.now, self.now), _rest(whole.before, self.before)
        if min(now[1], before[1]) < ENOUGH:
            return None
        error = sum(_variance(*parts) for parts in (_parts(self.now), _parts(self.before), now, before))
        further = self.change - (now[0] / now[1] - before[0] / before[1])
        return p_of_z(further / sqrt(error)) if further * self.change > 0 else None


@dataclass(frozen=True)
class Volumes:
    pairs: Pairs

    @property
    def now(self) -> Figure:
        return count(self.pairs.now)

    @property
    def before(self) -> Figure:
        return count(self.pairs.before)

    @property
    def p(self) -> Optional[float]:
        # What appears from nowhere has no cases before.
        return p_of_counts(self.pairs) if max(self.pairs.now, self.pairs.before) >= ENOUGH else None

    @property
    def is_higher(self) -> bool:
        return self.pairs.difference > 0

    @property
    def weight(self) -> float:
        return _WORK * abs(self.pairs.difference)

    def p_apart(self, whole: Evidence) -> Optional[float]:
        now, before = (self.now.n, whole.now.n), (self.before.n, whole.before.n)
        further = now[0] * before[1] - before[0] * now[1]
        return p_of_proportions(*now, *before) if further * self.pairs.difference > 0 else None


def _parts(figure: Figure) -> tuple[int, int]:
    return figure.numerator or 0, figure.denominator or 0


def _rest(whole: Figure, part: Figure) -> tuple[int, int]:
    (top, bottom), (part_top, part_bottom) = _parts(whole), _parts(part)
    return top - part_top, bottom - part_bottom


def _variance(part: int, whole: int) -> float:
    # Half a case added to both sides: without, all of a few would be certain.
    share = (part + 0.5) / (whole + 1)
    return share * (1 - share) / whole
