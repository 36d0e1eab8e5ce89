"""The evidence of figures that are no shares of things: means, and quantiles of durations."""

from dataclasses import dataclass
from math import sqrt
from typing import Optional

from bot.metrics.insights.attention.evidence import ENOUGH, Evidence, Moved, Shares
from bot.metrics.statistics.figures import Figure
from bot.metrics.statistics.significance import Sample, p_of_means, p_of_z


@dataclass(frozen=True)
class Means(Moved):
    """`span` is how far the scale's ends are apart: a change over all of it weighs a case for each row."""

    span: float

    @property
    def p(self) -> Optional[float]:
        if min(self.now.n, self.before.n) < ENOUGH:
            return None
        return p_of_means(_sample(self.now), _sample(self.before))

    @property
    def weight(self) -> float:
        return abs(self.change) / self.span * self.rows

    def p_apart(self, whole: Evidence) -> Optional[float]:
        rest = [_rest(whole.now, self.now), _rest(whole.before, self.before)]
        if min(sample.n for sample in rest) < ENOUGH:
            return None
        error = sum(one.variance / one.n for one in (*rest, _sample(self.now), _sample(self.before)))
        further = self.change - (rest[0].mean - rest[1].mean)
        return p_of_z(further / sqrt(error)) if error and further * self.change > 0 else None


@dataclass(frozen=True)
class Quantiles:
    """`above` are the shares of values above the quantile of both periods together (of the median: Mood's test)."""

    now: Figure
    before: Figure
    above: Shares

    @property
    def p(self) -> Optional[float]:
        return self.above.p

    @property
    def is_higher(self) -> bool:
        return self.above.is_higher

    @property
    def weight(self) -> float:
        return self.above.weight

    def p_apart(self, whole: Evidence) -> Optional[float]:
        assert isinstance(whole, Quantiles)
        return self.above.p_apart(whole.above)


def _sample(figure: Figure) -> Sample:
    # The figure's interval was made of its standard error.
    low, high = figure.interval or (0.0, 0.0)
    return Sample.around(float(figure.value or 0), (low, high), figure.n)


def _rest(whole: Figure, part: Figure) -> Sample:
    all_of_it, some = _sample(whole), _sample(part)
    n = all_of_it.n - some.n
    if n < 2:
        return Sample(0, 0, n)
    mean = (all_of_it.mean * all_of_it.n - some.mean * some.n) / n
    squares = _squares(all_of_it) - _squares(some) - n * mean**2
    return Sample(mean, max(0.0, squares) / (n - 1), n)


def _squares(sample: Sample) -> float:
    return sample.variance * (sample.n - 1) + sample.n * sample.mean**2
