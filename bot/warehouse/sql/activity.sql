SELECT customer_id, at_day AS day FROM story WHERE kind IN (SELECT kind FROM kinds WHERE by_customer)
UNION
SELECT customer_id, local_day(at_time) FROM order_story WHERE customer_id IS NOT NULL
