WITH told AS (
    SELECT
        touchpoint_id, customer_id, conversation_id, at_time, agent_id, value, detail,
        CASE split_part(kind, '_', 1) WHEN 'survey' THEN 'csat' ELSE split_part(kind, '_', 1) END AS survey,
        split_part(kind, '_', 2) AS step,
        channel, language, location, topic, model_version
    FROM story
    WHERE kind IN (
        'survey_asked', 'survey_answered', 'survey_commented', 'nps_asked', 'nps_answered', 'nps_commented',
        'ces_asked', 'ces_answered', 'ces_commented'
    )
), in_conversations AS (
    SELECT
        min(touchpoint_id) AS survey_id,
        survey AS kind,
        conversation_id,
        arg_max(agent_id, touchpoint_id) FILTER (step = 'asked') AS asked_agent_id,
        arg_max(agent_id, touchpoint_id) FILTER (step = 'answered') AS answered_agent_id,
        arg_max(detail, touchpoint_id) FILTER (step = 'asked') AS resolver,
        TRY_CAST(arg_max(value, touchpoint_id) FILTER (step = 'answered') AS TINYINT) AS rating,
        arg_max(at_time, touchpoint_id) FILTER (step = 'answered') AS answered_at,
        count(*) FILTER (step = 'answered') > 1 AS changed,
        bool_or(step = 'commented') AS commented
    FROM told
    WHERE conversation_id IS NOT NULL
    GROUP BY conversation_id, survey
    HAVING bool_or(step IN ('asked', 'answered'))
)
SELECT
    survey_id,
    kind,
    conversation_id,
    about.customer_id,
    about.opened_at AS at_time,
    about.opened_day AS at_day,
    about.channel,
    about.language,
    about.location,
    about.topic,
    coalesce(asked_agent_id, answered_agent_id) AS agent_id,
    about.model_version,
    about.variant,
    in_conversations.resolver,
    in_conversations.rating,
    answered_at,
    changed,
    in_conversations.commented AND in_conversations.rating IS NOT NULL AS commented
FROM in_conversations
JOIN conversation_story AS about USING (conversation_id)
UNION ALL
SELECT
    touchpoint_id, survey, NULL, customer_id, at_time, local_day(at_time), channel, language, location, topic, agent_id,
    model_version, NULL, NULL, TRY_CAST(value AS TINYINT), at_time, false, false
FROM told
WHERE conversation_id IS NULL AND step = 'answered'
