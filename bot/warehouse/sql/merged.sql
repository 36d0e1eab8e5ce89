-- Whom each merged customer is counted as: the end of the chain of merges.
WITH RECURSIVE upwards AS (
    SELECT recorded_customer_id, into_id AS customer_id, into_id, 1 AS steps FROM merge_links
    UNION ALL
    SELECT upwards.recorded_customer_id, merge_links.into_id, upwards.into_id, steps + 1
    FROM upwards JOIN merge_links ON merge_links.recorded_customer_id = upwards.customer_id
    WHERE steps < 1000
)
SELECT recorded_customer_id, arg_max(customer_id, steps) AS customer_id, any_value(into_id) AS into_id
FROM upwards
GROUP BY recorded_customer_id
