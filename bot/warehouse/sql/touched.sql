-- Customers of whom something is new: by touchpoints, by orders as they were and as they are, by merges.
SELECT DISTINCT customer_id FROM came_touchpoints
UNION
SELECT customer_id FROM new_orders WHERE customer_id IS NOT NULL
UNION
SELECT customer_id FROM orders WHERE customer_id IS NOT NULL AND order_id IN (SELECT id FROM source_orders)
UNION
SELECT unnest([before_id, after_id]) FROM remapped
