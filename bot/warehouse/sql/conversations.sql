WITH happened AS (
    SELECT
        conversation_id,
        arg_min(customer_id, touchpoint_id) FILTER (kind = 'conversation_started') AS customer_id,
        arg_min(channel, touchpoint_id) FILTER (kind = 'conversation_started') AS channel,
        arg_min(language, touchpoint_id) FILTER (kind = 'conversation_started') AS language,
        arg_min(at_time, touchpoint_id) FILTER (kind = 'conversation_started') AS opened_at,
        arg_max(at_time, touchpoint_id) FILTER (kind = 'conversation_closed') AS closed_at,
        arg_max(at_time, touchpoint_id) FILTER (kind = 'handoff_resolved' AND detail = 'resolved') AS resolved_at,
        arg_max(location, touchpoint_id) AS location,
        arg_max(agent_id, touchpoint_id) FILTER (kind = 'handoff_accepted') AS agent_id,
        arg_max(model_version, touchpoint_id) AS model_version,
        arg_max(experiment || '/' || variant, touchpoint_id) FILTER (kind = 'experiment_exposed') AS variant,
        count(*) FILTER (kind = 'message_received') AS typed_messages,
        count(*) FILTER (kind = 'button_pressed') AS buttons,
        count(*) FILTER (kind = 'message_sent') AS bot_messages,
        count(*) FILTER (kind = 'human_replied') AS human_messages,
        count(*) FILTER (kind = 'fallback') AS fallbacks,
        count(*) FILTER (kind = 'asked_back') AS asked_back,
        count(*) FILTER (kind = 'question_asked') AS questions,
        count(*) FILTER (kind = 'handoff_requested') AS handoffs,
        bool_or(kind IN ('survey_asked', 'survey_answered')) AS survey_asked,
        bool_or(kind = 'survey_commented') AS commented,
        TRY_CAST(arg_max(value, touchpoint_id) FILTER (kind = 'survey_answered') AS TINYINT) AS rating,
        coalesce(max(touchpoint_id) FILTER (kind = 'answer_given'), 0) AS last_answer,
        coalesce(max(touchpoint_id) FILTER (kind IN ('question_asked', 'fallback', 'not_helpful', 'turn_failed')), 0)
            AS last_miss,
        coalesce(max(touchpoint_id) FILTER (kind IN ('helpful', 'thanked')), 0) AS last_thanks,
        coalesce(max(touchpoint_id) FILTER (kind = 'survey_answered'), 0) AS last_rating,
        arg_min(sentiment, touchpoint_id) FILTER (kind = 'message_received') AS sentiment_start,
        arg_max(sentiment, touchpoint_id) FILTER (kind = 'message_received') AS sentiment_end,
        min(sentiment) FILTER (kind = 'message_received') AS sentiment_lowest
    FROM story
    WHERE conversation_id IS NOT NULL
    GROUP BY conversation_id
    HAVING opened_at IS NOT NULL
), said AS (
    SELECT conversation_id, max(at_time) AS last_at
    FROM story JOIN happened USING (conversation_id)
    WHERE kind IN ('message_received', 'button_pressed') AND (closed_at IS NULL OR at_time <= closed_at)
    GROUP BY conversation_id
), missed AS (
    SELECT conversation_id, count(DISTINCT message_id) AS missed_messages
    FROM story AS fallback
    WHERE kind = 'fallback' AND message_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM story AS received
        WHERE received.kind = 'message_received'
            AND received.conversation_id = fallback.conversation_id
            AND received.message_id = fallback.message_id
    )
    GROUP BY conversation_id
), topics AS (
    SELECT conversation_id, arg_max(topic, question_id) AS topic FROM asked GROUP BY conversation_id
), ended AS (
    SELECT happened.*, coalesce(last_at, opened_at) AS ended_at, coalesce(missed_messages, 0) AS missed_messages, topic
    FROM happened
    LEFT JOIN said USING (conversation_id)
    LEFT JOIN missed USING (conversation_id)
    LEFT JOIN topics USING (conversation_id)
), contacts AS (
    SELECT customer_id, conversation_id, at_time FROM story WHERE kind IN (SELECT kind FROM kinds WHERE contact)
), other_contacts AS (
    SELECT
        ended.conversation_id,
        min(contacts.at_time) FILTER (contacts.at_time > ended_at) AS next_contact_at,
        bool_or(contacts.at_time < opened_at) AS came_before
    FROM ended
    JOIN contacts
        ON contacts.customer_id = ended.customer_id
        AND contacts.conversation_id IS DISTINCT FROM ended.conversation_id
    GROUP BY ended.conversation_id
), bought AS (
    SELECT customer_id, min(at_time) AS first_at FROM order_story WHERE customer_id IS NOT NULL GROUP BY customer_id
), decided AS (
    SELECT
        *,
        CASE
            WHEN handoffs > 0 THEN 'escalated'
            WHEN closed_at IS NULL THEN 'pending'
            WHEN last_answer > 0 AND (
                least(last_thanks - last_answer, last_thanks - last_miss) > 0
                OR (rating >= 4 AND least(last_rating - last_answer, last_rating - last_miss) > 0)
            ) THEN 'confirmed_resolved'
            WHEN last_answer > last_miss THEN 'assumed_resolved'
            WHEN last_miss > 0 THEN 'abandoned'
            ELSE 'unengaged'
        END AS outcome
    FROM ended
)
SELECT
    conversation_id,
    customer_id,
    channel,
    language,
    location,
    topic,
    agent_id,
    model_version,
    variant,
    opened_at,
    local_day(opened_at) AS opened_day,
    hour(local_time(opened_at)) AS opened_hour,
    isodow(local_time(opened_at)) - 1 AS opened_weekday,
    closed_at,
    ended_at,
    outcome,
    CASE
        WHEN human_messages > 0 AND last_answer > 0 THEN 'both'
        WHEN human_messages > 0 THEN 'human'
        WHEN last_answer > 0 THEN 'bot'
        ELSE 'none'
    END AS resolver,
    CASE WHEN human_messages = 0 THEN 'no_touch' WHEN human_messages < 3 THEN 'low_touch' ELSE 'high_touch' END
        AS touch_level,
    typed_messages,
    buttons,
    bot_messages,
    human_messages,
    fallbacks,
    missed_messages,
    asked_back,
    questions,
    handoffs,
    seconds_between(opened_at, resolved_at) AS resolution_seconds,
    business_seconds_between(opened_at, opened_on, resolved_at, resolved_on) AS resolution_business_seconds,
    last_answer > 0 OR resolved_at IS NOT NULL OR survey_asked AS survey_eligible,
    survey_asked,
    rating,
    commented AND rating IS NOT NULL AS commented,
    sentiment_start,
    sentiment_end,
    sentiment_lowest,
    next_contact_at,
    coalesce(came_before, false) OR coalesce(bought.first_at < opened_at, false) AS is_returning
FROM decided
LEFT JOIN other_contacts USING (conversation_id)
LEFT JOIN bought USING (customer_id)
LEFT JOIN days AS opened_on ON opened_on.day = local_day(opened_at)
LEFT JOIN days AS resolved_on ON resolved_on.day = local_day(resolved_at)
