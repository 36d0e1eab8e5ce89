WITH shown AS (
    SELECT
        message_id,
        detail AS link,
        min(touchpoint_id) AS link_id,
        arg_min(conversation_id, touchpoint_id) AS conversation_id,
        arg_min(customer_id, touchpoint_id) AS customer_id,
        arg_min(at_time, touchpoint_id) AS at_time,
        arg_min(channel, touchpoint_id) AS channel,
        arg_min(language, touchpoint_id) AS language,
        arg_min(location, touchpoint_id) AS location,
        arg_min(topic, touchpoint_id) AS topic,
        arg_min(agent_id, touchpoint_id) AS agent_id,
        arg_min(model_version, touchpoint_id) AS model_version,
        bool_or(kind = 'link_clicked') AS clicked
    FROM story
    WHERE kind IN ('link_shown', 'link_clicked') AND message_id IS NOT NULL AND detail IS NOT NULL
    GROUP BY message_id, detail
)
SELECT
    link_id,
    message_id,
    link,
    conversation_id,
    shown.customer_id,
    shown.at_time,
    local_day(shown.at_time) AS at_day,
    coalesce(about.channel, shown.channel) AS channel,
    coalesce(about.language, shown.language) AS language,
    CASE WHEN about.customer_id IS NULL THEN shown.location ELSE about.location END AS location,
    -- The topic of the answer it was in; the conversation may have gone on to another one.
    coalesce(shown.topic, about.topic) AS topic,
    CASE WHEN about.customer_id IS NULL THEN shown.agent_id ELSE about.agent_id END AS agent_id,
    CASE WHEN about.customer_id IS NULL THEN shown.model_version ELSE about.model_version END AS model_version,
    about.variant,
    clicked
FROM shown
LEFT JOIN conversation_story AS about USING (conversation_id)
