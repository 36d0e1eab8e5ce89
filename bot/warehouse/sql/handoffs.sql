-- The n-th request of a conversation, with what came behind it up to the next one.
WITH spans AS (
    SELECT
        touchpoint_id, kind, at_time, conversation_id, agent_id, value, detail,
        max(CASE WHEN kind = 'handoff_requested' THEN touchpoint_id END)
            OVER (PARTITION BY conversation_id ORDER BY touchpoint_id) AS handoff_id
    FROM story
    WHERE conversation_id IS NOT NULL AND kind IN (
        'handoff_requested', 'handoff_accepted', 'handoff_transferred', 'handoff_cancelled', 'handoff_resolved',
        'human_replied'
    )
), happened AS (
    SELECT
        handoff_id,
        conversation_id,
        any_value(detail) FILTER (kind = 'handoff_requested') AS reason,
        any_value(at_time) FILTER (kind = 'handoff_requested') AS requested_at,
        arg_min(at_time, touchpoint_id) FILTER (kind = 'handoff_accepted') AS accepted_at,
        arg_min(agent_id, touchpoint_id) FILTER (kind = 'handoff_accepted') AS agent_id,
        first(value ORDER BY touchpoint_id) FILTER (kind = 'handoff_accepted') AS waited,
        arg_min(at_time, touchpoint_id) FILTER (kind = 'human_replied') AS replied_at,
        first(value ORDER BY touchpoint_id) FILTER (kind = 'human_replied') AS responded,
        arg_min(at_time, touchpoint_id) FILTER (kind = 'handoff_resolved') AS resolved_at,
        first(value ORDER BY touchpoint_id) FILTER (kind = 'handoff_resolved') AS handled,
        first(detail ORDER BY touchpoint_id) FILTER (kind = 'handoff_resolved') AS resolution,
        arg_min(at_time, touchpoint_id) FILTER (kind = 'handoff_cancelled') AS cancelled_at,
        count(*) FILTER (kind = 'human_replied') AS human_messages,
        count(*) FILTER (kind = 'handoff_transferred') AS transfers
    FROM spans
    WHERE handoff_id IS NOT NULL
    GROUP BY handoff_id, conversation_id
), left_waiting AS (
    SELECT handoff_id, arg_min(story.at_time, story.touchpoint_id) AS closed_at
    FROM happened
    JOIN story ON story.conversation_id = happened.conversation_id AND story.touchpoint_id > handoff_id
    WHERE story.kind = 'conversation_closed' AND accepted_at IS NULL
    GROUP BY handoff_id
), ended AS (
    SELECT
        happened.*,
        CASE
            WHEN resolved_at IS NOT NULL AND resolution = 'resolved' THEN 'resolved'
            WHEN resolved_at IS NOT NULL THEN 'returned'
            WHEN cancelled_at IS NOT NULL THEN 'cancelled'
            WHEN closed_at IS NOT NULL THEN 'abandoned'
            ELSE 'open'
        END AS ended,
        coalesce(resolved_at, cancelled_at, closed_at) AS ended_at
    FROM happened
    LEFT JOIN left_waiting USING (handoff_id)
), placed AS (
    SELECT ended.*, about.* EXCLUDE (conversation_id, agent_id)
    FROM ended
    JOIN (
        SELECT
            conversation_id, customer_id, channel, language, location, topic, agent_id, model_version, variant,
            opened_at, opened_day
        FROM conversation_story
    ) AS about USING (conversation_id)
), again AS (
    SELECT earlier.handoff_id, min(later.requested_at) AS reopened_at
    FROM placed AS earlier
    JOIN placed AS later ON later.customer_id = earlier.customer_id AND later.requested_at > earlier.ended_at
    GROUP BY earlier.handoff_id
)
SELECT
    handoff_id,
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
    opened_day,
    reason,
    requested_at,
    accepted_at,
    replied_at,
    ended_at,
    ended,
    coalesce(waited, seconds_between(requested_at, accepted_at)) AS wait_seconds,
    business_seconds_between(requested_at, requested_on, accepted_at, accepted_on) AS wait_business_seconds,
    coalesce(responded, seconds_between(requested_at, replied_at)) AS first_response_seconds,
    business_seconds_between(requested_at, requested_on, replied_at, replied_on) AS first_response_business_seconds,
    coalesce(handled, seconds_between(accepted_at, resolved_at)) AS handle_seconds,
    business_seconds_between(accepted_at, accepted_on, resolved_at, resolved_on) AS handle_business_seconds,
    human_messages,
    transfers,
    reopened_at
FROM placed
LEFT JOIN again USING (handoff_id)
LEFT JOIN days AS requested_on ON requested_on.day = local_day(requested_at)
LEFT JOIN days AS accepted_on ON accepted_on.day = local_day(accepted_at)
LEFT JOIN days AS replied_on ON replied_on.day = local_day(replied_at)
LEFT JOIN days AS resolved_on ON resolved_on.day = local_day(resolved_at)
