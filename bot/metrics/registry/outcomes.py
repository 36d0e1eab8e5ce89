"""What became of conversations: outcomes, containment, fallbacks, touch level."""

from bot.metrics.definitions.facts import CONVERSATIONS, TOUCHPOINTS
from bot.metrics.definitions.measures import Count, Portion, Ratio, Share
from bot.metrics.definitions.metric import COUNT, EACH, NOTHING, SHARE, Better, Metric
from bot.metrics.definitions.outcomes import Outcome

_SECTION = "Outcomes of a conversation"
_BETTER: dict[Outcome, Better] = {
    Outcome.CONFIRMED_RESOLVED: "up", Outcome.ASSUMED_RESOLVED: "up", Outcome.ABANDONED: "down"
}  # fmt: skip

ENGAGED = "outcome <> 'unengaged'"
HANDLED = "outcome NOT IN ('unengaged', 'pending')"
CONTAINED = "outcome IN ('confirmed_resolved', 'assumed_resolved')"
_UNHANDLED_WORDS = "unengaged and pending conversations"


def _outcome(which: Outcome) -> Metric:
    words = which.value.replace("_", " ")
    formula = f"conversations with the outcome {words} / conversations"
    measure = Share(f"outcome = '{which.value}'")
    return Metric(
        f"outcome_{which.value}", f"Outcome: {words}", formula, SHARE, NOTHING, _SECTION, CONVERSATIONS, measure,
        _BETTER.get(which),
    )  # fmt: skip


def _judged_after(days: int) -> tuple[Metric, Metric]:
    """Claimed containment, checked by whether the customer came back."""
    label, span = ("24h", "24 hours") if days == 1 else (f"{days}d", f"{days} days")
    old_enough = f"{CONTAINED} AND ended_at <= $as_of - INTERVAL {days} DAY"
    back = f"coalesce(next_contact_at <= ended_at + INTERVAL {days} DAY, FALSE)"
    excluded = f"conversations that are not contained, or ended less than {span} ago"
    return (
        Metric(
            f"verified_containment_{label}", f"Verified containment, {span}",
            f"contained without a new contact on any channel within {span} / contained that ended {span} ago or more",
            SHARE, excluded, _SECTION, CONVERSATIONS, Share(f"NOT {back}", old_enough), "up",
        ),
        Metric(
            f"recontact_{label}", f"Recontact rate, {span}",
            f"contained with a new contact on any channel within {span} / contained that ended {span} ago or more",
            SHARE, excluded, _SECTION, CONVERSATIONS, Share(back, old_enough), "down",
        ),
    )  # fmt: skip


def _touch(level: str) -> Metric:
    words = level.replace("_", "-")
    return Metric(
        f"touch_{level}", f"Touch level: {words}", f"{words} conversations / conversations", SHARE, NOTHING, _SECTION,
        CONVERSATIONS, Share(f"touch_level = '{level}'"),
    )  # fmt: skip


OUTCOMES: tuple[Metric, ...] = (
    Metric(
        "conversations", "Conversations", "conversations that began in the period", COUNT, NOTHING, _SECTION,
        CONVERSATIONS, Count(),
    ),
    *map(_outcome, Outcome),
    Metric(
        "engaged", "Engaged", "conversations - unengaged", COUNT, "unengaged conversations", _SECTION, CONVERSATIONS,
        Count(ENGAGED),
    ),
    Metric("handled", "Handled", "engaged - pending", COUNT, _UNHANDLED_WORDS, _SECTION, CONVERSATIONS, Count(HANDLED)),
    Metric(
        "containment", "Containment", "(confirmed resolved + assumed resolved) / handled", SHARE, _UNHANDLED_WORDS,
        _SECTION, CONVERSATIONS, Share(CONTAINED, HANDLED), "up",
    ),
    *_judged_after(1),
    *_judged_after(7),
    Metric(
        "handoff_rate", "Handoff rate", "escalated / handled", SHARE, _UNHANDLED_WORDS, _SECTION, CONVERSATIONS,
        Share("outcome = 'escalated'", HANDLED), "down",
    ),
    Metric(
        "fallback_rate_messages", "Fallback rate per message",
        "customer messages that met a fallback / customer messages", SHARE,
        "pressed buttons; messages set aside as failed", _SECTION, CONVERSATIONS,
        Portion("missed_messages", "typed_messages"), "down",
    ),
    Metric(
        "fallback_rate_conversations", "Fallback rate per conversation", "conversations with a fallback / engaged",
        SHARE, "unengaged conversations", _SECTION, CONVERSATIONS, Share("fallbacks > 0", ENGAGED), "down",
    ),
    Metric(
        "messages_per_conversation", "Messages per conversation", "typed customer messages / engaged", EACH,
        "unengaged conversations; pressed buttons", _SECTION, CONVERSATIONS, Ratio("typed_messages", where=ENGAGED),
    ),
    *map(_touch, ("no_touch", "low_touch", "high_touch")),
    Metric("touchpoints", "Touchpoints", "touchpoints in the period", COUNT, "orders", _SECTION, TOUCHPOINTS, Count()),
)  # fmt: skip
