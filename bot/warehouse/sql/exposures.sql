SELECT
    experiment,
    arg_min(variant, touchpoint_id) AS variant,
    customer_id,
    first(conversation_id ORDER BY touchpoint_id) AS conversation_id,
    arg_min(at_time, touchpoint_id) AS at_time,
    local_day(arg_min(at_time, touchpoint_id)) AS at_day
FROM story
WHERE kind = 'experiment_exposed' AND experiment IS NOT NULL AND variant IS NOT NULL
GROUP BY experiment, customer_id
