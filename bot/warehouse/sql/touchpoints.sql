-- Rows of the operational table in {rows}, under the number their customer is counted by.
SELECT
    id AS touchpoint_id,
    kind,
    at_time,
    local_day(at_time) AS at_day,
    coalesce(merged.customer_id, given.customer_id) AS customer_id,
    given.customer_id AS recorded_customer_id,
    conversation_id,
    message_id,
    agent_id,
    channel,
    language,
    location,
    topic,
    intent,
    confidence,
    sentiment,
    model_version,
    experiment,
    variant,
    stage,
    engagement,
    touch,
    value,
    detail
FROM {rows} AS given
LEFT JOIN merged ON merged.recorded_customer_id = given.customer_id
WHERE channel <> 'shell'
