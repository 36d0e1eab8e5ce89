"""What customers say of us: CSAT, NPS, CES, the survey funnel, helpfulness, and how they feel."""

from bot.metrics.definitions.facts import CONVERSATIONS, QUESTIONS, SURVEYS
from bot.metrics.definitions.measures import Balance, Count, Share
from bot.metrics.definitions.metric import COUNT, FEELING, NOTHING, SCALE_5, SCALE_7, SCORE, SHARE, Metric
from bot.metrics.definitions.quantities import Mean

_SECTION = "Satisfaction"
_QUESTIONS = "Questions and answers"
_UNRATED = "conversations without a rating; ratings that were changed later"
_CSAT, _NPS, _CES = (f"kind = '{kind}' AND rating IS NOT NULL" for kind in ("csat", "nps", "ces"))
_RATED = "rating IS NOT NULL"
UNANSWERED = "missed OR helpful IS FALSE OR (confidence < 0.5 AND helpful IS NOT TRUE)"


def _feeling(key: str, name: str, column: str, formula: str) -> Metric:
    measure = Mean(column, is_whole=False)
    excluded = "conversations without a typed message"
    return Metric(f"sentiment_{key}", name, formula, FEELING, excluded, _SECTION, CONVERSATIONS, measure, "up")


SATISFACTION: tuple[Metric, ...] = (
    Metric(
        "csat", "CSAT", "(ratings of 4 + ratings of 5) / ratings", SHARE, _UNRATED, _SECTION, SURVEYS,
        Share("rating >= 4", _CSAT), "up",
    ),
    Metric(
        "rating_mean", "Mean rating", "sum of the ratings / ratings", SCALE_5, _UNRATED, _SECTION, SURVEYS,
        Mean("rating", _CSAT), "up",
    ),
    Metric(
        "survey_eligible", "Survey: eligible",
        "conversations the bot answered in, an agent resolved, or that were asked", COUNT, NOTHING, _SECTION,
        CONVERSATIONS, Count("survey_eligible"),
    ),
    Metric(
        "survey_asked", "Survey: asked", "conversations asked for a rating / eligible", SHARE,
        "conversations that are not eligible", _SECTION, CONVERSATIONS, Share("survey_asked", "survey_eligible"),
    ),
    Metric(
        "survey_response_rate", "Survey: response rate", "answered / asked", SHARE, "conversations not asked", _SECTION,
        CONVERSATIONS, Share(_RATED, "survey_asked"), "up",
    ),
    Metric(
        "survey_commented", "Survey: commented", "conversations with a comment / answered", SHARE,
        "conversations without a rating", _SECTION, CONVERSATIONS, Share("commented", _RATED),
    ),
    Metric(
        "nps", "NPS", "(ratings of 9 and 10 - ratings of 0 to 6) / respondents", SCORE,
        "surveys without an answer; answers that were changed later", _SECTION, SURVEYS,
        Balance("kind = 'nps' AND rating >= 9", _NPS, "kind = 'nps' AND rating <= 6", is_share=False), "up",
    ),
    Metric(
        "ces", "CES", "sum of the ratings of \"it was easy to get help\" / respondents", SCALE_7,
        "surveys without an answer; answers that were changed later", _SECTION, SURVEYS, Mean("rating", _CES), "up",
    ),
    Metric(
        "sentiment_improved", "Ended better than it began",
        "conversations whose last typed message feels better than the first / conversations with typed messages", SHARE,
        "conversations without a typed message", _SECTION, CONVERSATIONS,
        Share("sentiment_end > sentiment_start", "sentiment_start IS NOT NULL AND sentiment_end IS NOT NULL"), "up",
    ),
    _feeling("start_mean", "Sentiment at the start", "sentiment_start", "mean sentiment of the first typed message"),
    _feeling("end_mean", "Sentiment at the end", "sentiment_end", "mean sentiment of the last typed message"),
    _feeling("lowest_mean", "Lowest sentiment", "sentiment_lowest", "mean of each conversation's lowest sentiment"),
    Metric("questions", "Questions", "questions asked in the period", COUNT, NOTHING, _QUESTIONS, QUESTIONS, Count()),
    Metric(
        "answered_rate", "Answered", "questions the bot answered / questions", SHARE, NOTHING, _QUESTIONS, QUESTIONS,
        Share("answered AND NOT missed"), "up",
    ),
    Metric(
        "helpfulness", "Helpfulness", "answers said to be helpful / answers judged", SHARE,
        "questions whose answer nobody judged", _QUESTIONS, QUESTIONS, Share("helpful", "helpful IS NOT NULL"), "up",
    ),
    Metric(
        "unanswered", "Unanswered questions",
        "questions that met a fallback, were answered with a confidence below 0.5, or whose answer did not help", COUNT,
        "answers of low confidence that helped", _QUESTIONS, QUESTIONS, Count(UNANSWERED), "down",
    ),
)  # fmt: skip
