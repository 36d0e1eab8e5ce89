-- Orders of the customers that are looked at, as they are now.
SELECT * FROM new_orders
UNION ALL
SELECT
    order_id,
    coalesce(merged.customer_id, orders.recorded_customer_id) AS customer_id,
    orders.recorded_customer_id,
    at_time, location, total, currency, guest, items, referral_code
FROM orders
LEFT JOIN merged ON merged.recorded_customer_id = orders.recorded_customer_id
WHERE order_id NOT IN (SELECT id FROM source_orders)
