SELECT
    question_id,
    conversation_id,
    about.customer_id,
    asked.message_id,
    asked.at_time,
    local_day(asked.at_time) AS at_day,
    about.channel,
    about.language,
    about.location,
    asked.topic,
    about.agent_id,
    about.model_version,
    about.variant,
    asked.intent,
    asked.confidence,
    asked.answered,
    asked.missed,
    asked.helpful,
    asked.nearest,
    lead(asked.topic IGNORE NULLS) OVER (PARTITION BY conversation_id ORDER BY question_id) AS next_topic
FROM asked
JOIN conversation_story AS about USING (conversation_id)
