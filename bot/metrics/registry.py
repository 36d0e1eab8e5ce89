"""Every metric, one entry each. The dashboard, the command line and the exports read this list and nothing else.

To add one: an entry here, a row in docs/metrics.md, and a column in totals.py where it needs one that isn't there.
"""

from dataclasses import dataclass
from functools import partial
from typing import Callable

from bot.metrics.figures import Figure, count, mean, rate
from bot.metrics.outcomes import Outcome
from bot.metrics.quantiles import quantile
from bot.metrics.totals import Totals
from bot.store.touchpoints import Kind

SHARE = "share"
SECONDS = "s"

_OUTCOMES = "Outcomes of a conversation"
_SATISFACTION = "Satisfaction"
_SUPPORT = "Human support"
_NOTHING = "nothing"


@dataclass(frozen=True)
class Metric:
    """One definition. `source` is the section of docs/metrics.md that explains it."""

    key: str
    name: str
    formula: str
    unit: str
    exclusions: str
    source: str
    compute: Callable[[Totals], Figure]


def _outcome(which: Outcome) -> Metric:
    words = which.value.replace("_", " ")
    formula = f"conversations with the outcome {words} / conversations"
    return Metric(
        f"outcome_{which.value}", f"Outcome: {words}", formula, SHARE, _NOTHING, _OUTCOMES,
        lambda t: rate(t.outcomes[which], t.conversations),
    )  # fmt: skip


def _durations(key: str, name: str, kind: Kind, formula: str, exclusions: str) -> list[Metric]:
    """The median, p90 and p95 of one duration."""

    def metric(part: str, percent: int) -> Metric:
        compute = partial(_quantile, kind, percent)
        return Metric(
            f"{key}_{part}", f"{name}, {part}", f"{part} of {formula}", SECONDS, exclusions, _SUPPORT, compute
        )

    return [metric("median", 50), metric("p90", 90), metric("p95", 95)]


def _quantile(kind: Kind, percent: int, t: Totals) -> Figure:
    return quantile(t.durations[kind], percent)


METRICS: tuple[Metric, ...] = (
    Metric(
        "conversations", "Conversations", "conversations that began in the period", "conversations", _NOTHING,
        _OUTCOMES, lambda t: count(t.conversations),
    ),
    *map(_outcome, Outcome),
    Metric(
        "containment", "Containment", "(confirmed resolved + assumed resolved) / handled", SHARE,
        "unengaged and pending conversations", _OUTCOMES, lambda t: rate(t.contained, t.handled),
    ),
    Metric(
        "handoff_rate", "Handoff rate", "escalated / handled", SHARE,
        "unengaged and pending conversations", _OUTCOMES,
        lambda t: rate(t.outcomes[Outcome.ESCALATED], t.handled),
    ),
    Metric(
        "fallback_rate_messages", "Fallback rate per message",
        "customer messages that met a fallback / customer messages", SHARE,
        "pressed buttons; messages set aside as failed", _OUTCOMES,
        lambda t: rate(t.missed_messages, t.messages),
    ),
    Metric(
        "fallback_rate_conversations", "Fallback rate per conversation", "conversations with a fallback / engaged",
        SHARE, "unengaged conversations", _OUTCOMES, lambda t: rate(t.with_fallback, t.engaged),
    ),
    Metric(
        "csat", "CSAT", "(ratings of 4 + ratings of 5) / ratings", SHARE,
        "conversations without a rating; ratings that were changed later", _SATISFACTION,
        lambda t: rate(t.satisfied, t.rated),
    ),
    Metric(
        "rating_mean", "Mean rating", "sum of the ratings / ratings", "1 to 5",
        "conversations without a rating; ratings that were changed later", _SATISFACTION,
        lambda t: mean(t.rating_sum, t.rated),
    ),
    Metric(
        "survey_eligible", "Survey: eligible",
        "conversations the bot answered in, an agent resolved, or that were asked",
        "conversations", _NOTHING, _SATISFACTION, lambda t: count(t.eligible),
    ),
    Metric(
        "survey_asked", "Survey: asked", "conversations asked for a rating / eligible", SHARE,
        "conversations that are not eligible", _SATISFACTION, lambda t: rate(t.asked, t.eligible),
    ),
    Metric(
        "survey_response_rate", "Survey: response rate", "answered / asked", SHARE,
        "conversations not asked", _SATISFACTION, lambda t: rate(t.rated, t.asked),
    ),
    Metric(
        "survey_commented", "Survey: commented", "conversations with a comment / answered", SHARE,
        "conversations without a rating", _SATISFACTION, lambda t: rate(t.commented, t.rated),
    ),
    *_durations(
        "wait", "Wait", Kind.HANDOFF_ACCEPTED, "handoff requested -> accepted", "handoffs nobody accepted",
    ),
    *_durations(
        "first_response", "First response time", Kind.HUMAN_REPLIED, "handoff requested -> first human message",
        "handoffs without a human message; messages of the bot and of the system",
    ),
    *_durations(
        "handle_time", "Handle time", Kind.HANDOFF_RESOLVED, "handoff accepted -> resolved or given back",
        "handoffs an agent has not finished",
    ),
    Metric(
        "queue_abandoned", "Abandoned in queue",
        "handoffs cancelled, or closed while waiting / (those + handoffs accepted)", SHARE,
        "handoffs still waiting", _SUPPORT, lambda t: rate(t.abandoned_queue, t.left_queue),
    ),
)  # fmt: skip
