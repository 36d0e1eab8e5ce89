"""The metrics of conversations, and of what happens in them."""

from datetime import datetime, timedelta
from typing import Sequence

from tests.metrics.brute_force.conversations import Conversation
from tests.metrics.brute_force.facts import Engaged
from tests.metrics.brute_force.figures import Figure, count, mean, portion, quantiles, share, total
from tests.metrics.brute_force.handoffs import AgentDay, Handoff
from tests.metrics.brute_force.parts import Link, Question, Survey

Figures = dict[str, Figure]
OUTCOMES = ("confirmed_resolved", "assumed_resolved", "escalated", "abandoned", "pending", "unengaged")
_WINDOWS = {"24h": timedelta(hours=24), "7d": timedelta(days=7)}


def of_conversations(facts: Sequence[Conversation], as_of: datetime) -> Figures:
    return {
        "conversations": count(facts),
        **{f"outcome_{name}": portion([c.outcome == name for c in facts]) for name in OUTCOMES},
        **{f"touch_{level}": portion([c.touch_level == level for c in facts]) for level in _LEVELS},
        **_containment(facts, as_of),
        **_fallbacks(facts),
        **quantiles("resolution_time", [c.resolution for c in facts]),
        **quantiles("resolution_time_business", [c.resolution_business for c in facts]),
        **_survey_funnel(facts),
        **_sentiment([c.sentiments for c in facts if c.sentiments]),
    }


_LEVELS = ("no_touch", "low_touch", "high_touch")


def _contained(facts: Sequence[Conversation]) -> list[Conversation]:
    return [c for c in facts if c.outcome in ("confirmed_resolved", "assumed_resolved")]


def _containment(facts: Sequence[Conversation], as_of: datetime) -> Figures:
    handled = [c for c in facts if c.outcome not in ("unengaged", "pending")]
    found = {
        "engaged": count([c for c in facts if c.outcome != "unengaged"]),
        "handled": count(handled),
        "containment": share(len(_contained(facts)), len(handled)),
        "handoff_rate": portion([c.outcome == "escalated" for c in handled]),
    }
    for name, window in _WINDOWS.items():
        old = [c for c in _contained(facts) if c.ended_at + window <= as_of]
        again = [c.next_contact_at is not None and c.next_contact_at <= c.ended_at + window for c in old]
        found[f"recontact_{name}"] = portion(again)
        found[f"verified_containment_{name}"] = portion([not contacted for contacted in again])
    return found


def _fallbacks(facts: Sequence[Conversation]) -> Figures:
    engaged = [c for c in facts if c.outcome != "unengaged"]
    return {
        "fallback_rate_messages": share(sum(c.missed_messages for c in facts), sum(c.typed_messages for c in facts)),
        "fallback_rate_conversations": portion([c.fallbacks > 0 for c in engaged]),
        "messages_per_conversation": share(sum(c.typed_messages for c in engaged), len(engaged)),
    }


def _survey_funnel(facts: Sequence[Conversation]) -> Figures:
    eligible = [c for c in facts if c.survey_eligible]
    return {
        "survey_eligible": count(eligible),
        "survey_asked": portion([c.survey_asked for c in eligible]),
        "survey_response_rate": portion([c.rating is not None for c in facts if c.survey_asked]),
        "survey_commented": portion([c.commented for c in facts if c.rating is not None]),
    }


def _sentiment(of: Sequence[Sequence[float]]) -> Figures:
    return {
        "sentiment_improved": portion([messages[-1] > messages[0] for messages in of]),
        "sentiment_start_mean": mean([messages[0] for messages in of]),
        "sentiment_end_mean": mean([messages[-1] for messages in of]),
        "sentiment_lowest_mean": mean([min(messages) for messages in of]),
    }


def of_surveys(facts: Sequence[Survey], _as_of: datetime) -> Figures:
    csat, nps, ces = (_ratings(facts, kind) for kind in ("csat", "nps", "ces"))
    return {
        "csat": portion([rating >= 4 for rating in csat]),
        "rating_mean": share(sum(csat), len(csat)),
        "nps": share(sum(r >= 9 for r in nps) - sum(r <= 6 for r in nps), len(nps)),
        "ces": share(sum(ces), len(ces)),
    }


def _ratings(facts: Sequence[Survey], kind: str) -> list[int]:
    return [survey.rating for survey in facts if survey.kind == kind and survey.rating is not None]


def of_handoffs(facts: Sequence[Handoff], as_of: datetime) -> Figures:
    accepted = [h for h in facts if h.accepted_at]
    left = [h for h in facts if not h.accepted_at and h.ended in ("cancelled", "abandoned")]
    week = timedelta(days=7)
    resolved = [h for h in facts if h.ended == "resolved" and h.ended_at and h.ended_at + week <= as_of]
    found = {
        "handoffs": count(facts),
        "queue_abandoned": share(len(left), len(left) + len(accepted)),
        "reopen_rate": portion([bool(h.reopened_at and h.reopened_at <= h.ended_at + week) for h in resolved]),
        "transfers_per_handoff": share(sum(h.transfers for h in facts), len(accepted)),
        "messages_per_handoff": share(sum(h.human_messages for h in accepted), len(accepted)),
    }
    for name in ("wait", "first_response", "handle_time"):
        for clock in ("", "_business"):
            found.update(quantiles(f"{name}{clock}", [h.seconds[f"{name}{clock}"] for h in facts]))
    return found


def of_questions(facts: Sequence[Question], _as_of: datetime) -> Figures:
    return {
        "questions": count(facts),
        "answered_rate": portion([q.answered and not q.missed for q in facts]),
        "helpfulness": portion([q.helpful for q in facts if q.helpful is not None]),
        "unanswered": count([q for q in facts if _unanswered(q)]),
    }


def _unanswered(question: Question) -> bool:
    unsure = question.confidence is not None and question.confidence < 0.5
    return question.missed or question.helpful is False or (unsure and not question.helpful)


def of_links(facts: Sequence[Link], _as_of: datetime) -> Figures:
    return {"click_through_rate": portion([link.clicked for link in facts if link.channel != "telegram"])}


def of_agent_days(facts: Sequence[AgentDay], _as_of: datetime) -> Figures:
    online = [day.online for day in facts]
    load = share(sum(day.busy for day in facts), sum(online))
    # What was measured are days, not seconds.
    return {"agent_online_time": total(online), "concurrent_load": load._replace(n=len(facts))}


def of_engagements(facts: Sequence[Engaged], _as_of: datetime) -> Figures:
    typed = [fact.engagement for fact in facts if fact.engagement]
    types = ("cognitive", "emotional", "behavioural", "transactional")
    return {f"engagement_{name}": portion([engagement == name for engagement in typed]) for name in types}


def of_touchpoints(facts: Sequence[Engaged], _as_of: datetime) -> Figures:
    return {"touchpoints": count([fact for fact in facts if fact.number])}
