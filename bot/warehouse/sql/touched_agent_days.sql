SELECT DISTINCT agent_id, unnest(days_between(from_at, until_at)) AS day
FROM (
    SELECT agent_id, accepted_at AS from_at, ended_at AS until_at FROM {handoffs}
    UNION ALL
    SELECT agent_id, from_at, until_at FROM source_presences
)
WHERE agent_id IS NOT NULL AND until_at > from_at
