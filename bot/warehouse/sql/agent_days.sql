WITH parts AS (
    SELECT
        agent_id, day, online,
        epoch_us(least(until_at, day_start(day + 1))) - epoch_us(greatest(from_at, day_start(day))) AS lasted
    FROM (SELECT *, unnest(days_between(from_at, until_at)) AS day FROM stretches)
)
SELECT
    agent_id,
    day,
    coalesce(sum(lasted) FILTER (online), 0) // 1000000 AS online_seconds,
    coalesce(sum(lasted) FILTER (NOT online), 0) // 1000000 AS busy_seconds
FROM parts
WHERE lasted > 0
GROUP BY agent_id, day
