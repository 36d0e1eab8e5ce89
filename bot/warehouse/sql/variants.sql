SELECT experiment || '/' || variant AS variant, experiment, variant AS name
FROM came_touchpoints
WHERE kind = 'experiment_exposed' AND experiment IS NOT NULL AND variant IS NOT NULL
EXCEPT
FROM variants
