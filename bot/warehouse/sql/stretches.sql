-- Agents at the console, and agents at work on a handoff that has ended.
SELECT agent_id, from_at, until_at, true AS online FROM presences WHERE until_at > from_at
UNION ALL
SELECT agent_id, accepted_at, ended_at, false FROM handoffs WHERE agent_id IS NOT NULL AND ended_at > accepted_at
