"""What humans do: waits, first responses, handling, and the agents' load."""

from bot.metrics.definitions.facts import AGENT_DAYS, CONVERSATIONS, HANDOFFS
from bot.metrics.definitions.measures import Count, Ratio, Share
from bot.metrics.definitions.metric import COUNT, EACH, NOTHING, SECONDS, SHARE, Metric, durations
from bot.metrics.definitions.quantities import Total

_SECTION = "Human support"
_ACCEPTED = "accepted_at IS NOT NULL"
_LEFT = "accepted_at IS NULL AND ended IN ('cancelled', 'abandoned')"
_RESOLVED = "ended = 'resolved' AND ended_at <= $as_of - INTERVAL 7 DAY"


def _timed(key: str, name: str, formula: str, exclusions: str, column: str) -> tuple[Metric, ...]:
    """A duration of handoffs in clock time and in business hours."""
    business = f"{formula}, within office hours"
    return (
        *durations(key, name, formula, exclusions, _SECTION, HANDOFFS, f"{column}_seconds"),
        *durations(
            f"{key}_business", f"{name} in business hours", business, exclusions, _SECTION, HANDOFFS,
            f"{column}_business_seconds",
        ),
    )  # fmt: skip


_RESOLUTION = "conversation opened -> resolved by an agent"
_UNRESOLVED = "conversations no agent resolved"

SUPPORT: tuple[Metric, ...] = (
    Metric("handoffs", "Handoffs", "requests for a human", COUNT, NOTHING, _SECTION, HANDOFFS, Count()),
    *_timed("wait", "Wait", "handoff requested -> accepted", "handoffs nobody accepted", "wait"),
    *_timed(
        "first_response", "First response time", "handoff requested -> first human message",
        "handoffs without a human message; messages of the bot and of the system", "first_response",
    ),
    *_timed(
        "handle_time", "Handle time", "handoff accepted -> resolved or given back",
        "handoffs an agent has not finished", "handle",
    ),
    *durations(
        "resolution_time", "Resolution time", _RESOLUTION, _UNRESOLVED, _SECTION, CONVERSATIONS, "resolution_seconds"
    ),
    *durations(
        "resolution_time_business", "Resolution time in business hours", f"{_RESOLUTION}, within office hours",
        _UNRESOLVED, _SECTION, CONVERSATIONS, "resolution_business_seconds",
    ),
    Metric(
        "queue_abandoned", "Abandoned in queue",
        "handoffs cancelled, or closed while waiting / (those + handoffs accepted)", SHARE, "handoffs still waiting",
        _SECTION, HANDOFFS, Share(_LEFT, f"({_ACCEPTED}) OR ({_LEFT})"), "down",
    ),
    Metric(
        "reopen_rate", "Reopen rate",
        "resolved handoffs whose customer asked for a human again within 7 days / resolved 7 days ago or earlier",
        SHARE, "handoffs that were not resolved, or less than 7 days ago", _SECTION, HANDOFFS,
        Share("coalesce(reopened_at <= ended_at + INTERVAL 7 DAY, FALSE)", _RESOLVED), "down",
    ),
    Metric(
        "transfers_per_handoff", "Transfers per handoff", "transfers / accepted handoffs", EACH,
        "handoffs nobody accepted", _SECTION, HANDOFFS, Ratio("transfers", where=_ACCEPTED), "down",
    ),
    Metric(
        "messages_per_handoff", "Messages per handoff", "messages of agents / accepted handoffs", EACH,
        "handoffs nobody accepted", _SECTION, HANDOFFS, Ratio("human_messages", where=_ACCEPTED),
    ),
    Metric(
        "agent_online_time", "Agent online time", "time that agents had the console open", SECONDS,
        "gaps of more than a minute", _SECTION, AGENT_DAYS, Total("online_seconds"),
    ),
    Metric(
        "concurrent_load", "Concurrent load", "time spent on finished handoffs / time online", EACH,
        "handoffs that are not finished", _SECTION, AGENT_DAYS, Ratio("busy_seconds", "online_seconds"),
    ),
)  # fmt: skip
