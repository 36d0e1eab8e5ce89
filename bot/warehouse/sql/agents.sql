SELECT id AS agent_id, name FROM source_agents
