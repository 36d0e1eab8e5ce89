WITH spoken AS (
    SELECT customer_id, arg_max(language, touchpoint_id) AS language FROM story GROUP BY customer_id
), membership AS (
    SELECT customer_id, touchpoint_id, at_time, kind = 'loyalty_joined' AS joined
    FROM story WHERE kind IN ('loyalty_joined', 'loyalty_left')
), members AS (
    SELECT order_id, arg_max(joined, touchpoint_id) AS member
    FROM order_story JOIN membership USING (customer_id)
    WHERE membership.at_time <= order_story.at_time
    GROUP BY order_id
)
SELECT
    order_id,
    customer_id,
    recorded_customer_id,
    at_time,
    local_day(at_time) AS at_day,
    CASE WHEN location IS NULL THEN 'shop' ELSE 'store' END AS channel,
    language,
    location,
    total,
    currency,
    guest,
    items,
    referral_code,
    coalesce(member, false) AS member,
    CASE WHEN customer_id IS NOT NULL THEN row_number() OVER in_order END AS ordinal,
    CASE WHEN customer_id IS NOT NULL THEN local_day(at_time) - lag(local_day(at_time)) OVER in_order END AS days_since_previous
FROM order_story
LEFT JOIN spoken USING (customer_id)
LEFT JOIN members USING (order_id)
WINDOW in_order AS (PARTITION BY customer_id ORDER BY at_time, order_id)
