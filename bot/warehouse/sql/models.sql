SELECT model_version, min(first_day) AS first_day, max(last_day) AS last_day, sum(messages) AS messages
FROM (
    FROM models
    UNION ALL
    SELECT model_version, min(at_day), max(at_day), count(*) FILTER (kind = 'message_received')
    FROM came_touchpoints WHERE model_version IS NOT NULL GROUP BY model_version
)
GROUP BY model_version
