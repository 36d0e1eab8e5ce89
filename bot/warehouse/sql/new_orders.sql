-- Orders as the shop's table has them; one whose day alone is known counts at its noon.
SELECT
    id AS order_id,
    coalesce(merged.customer_id, source_orders.customer_id) AS customer_id,
    source_orders.customer_id AS recorded_customer_id,
    coalesce(ordered_at, ordered_on + INTERVAL 12 HOUR) AS at_time,
    location, total, currency, guest, items, referral_code
FROM source_orders
LEFT JOIN merged ON merged.recorded_customer_id = source_orders.customer_id
WHERE status IS DISTINCT FROM 'cancelled'
