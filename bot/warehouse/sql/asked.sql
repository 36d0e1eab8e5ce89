-- Each question with what came behind it, up to the next question of its conversation.
WITH spans AS (
    SELECT
        touchpoint_id, kind, at_time, customer_id, conversation_id, message_id, topic, intent, confidence, detail,
        max(CASE WHEN kind = 'question_asked' THEN touchpoint_id END)
            OVER (PARTITION BY conversation_id ORDER BY touchpoint_id) AS question_id
    FROM story
    WHERE conversation_id IS NOT NULL
        AND kind IN ('question_asked', 'answer_given', 'fallback', 'helpful', 'not_helpful')
), happened AS (
    SELECT
        question_id,
        conversation_id,
        any_value(at_time) FILTER (kind = 'question_asked') AS at_time,
        any_value(message_id) FILTER (kind = 'question_asked') AS message_id,
        any_value(topic) FILTER (kind = 'question_asked') AS declared_topic,
        any_value(intent) FILTER (kind = 'question_asked') AS intent,
        any_value(confidence) FILTER (kind = 'question_asked') AS confidence,
        bool_or(kind = 'answer_given') AS answered_at_once,
        bool_or(kind = 'fallback') AS missed,
        arg_min(detail, touchpoint_id) FILTER (kind = 'fallback') AS nearest,
        arg_min(kind = 'helpful', touchpoint_id) FILTER (kind IN ('helpful', 'not_helpful')) AS helpful
    FROM spans
    WHERE question_id IS NOT NULL
    GROUP BY question_id, conversation_id
), answers AS (
    SELECT conversation_id, intent, max(touchpoint_id) AS last_id
    FROM story
    WHERE kind = 'answer_given' AND intent IS NOT NULL
    GROUP BY ALL
)
SELECT
    question_id,
    happened.conversation_id,
    at_time,
    message_id,
    CASE
        WHEN missed THEN NULL
        ELSE coalesce(declared_topic, CASE WHEN starts_with(intent, 'faq/') THEN substr(intent, 5) ELSE intent END)
    END AS topic,
    intent,
    confidence,
    answered_at_once OR coalesce(answers.last_id > question_id, false) AS answered,
    missed,
    helpful,
    nearest
FROM happened
LEFT JOIN answers USING (conversation_id, intent)
