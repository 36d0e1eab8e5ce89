-- What counts as having been there: touchpoints of the customer's own doing, and orders.
WITH spans AS (
    SELECT customer_id, min(first_at) AS first_at, max(last_at) AS last_at
    FROM (
        SELECT customer_id, min(at_time) AS first_at, max(at_time) AS last_at
        FROM story WHERE kind IN (SELECT kind FROM kinds WHERE by_customer) GROUP BY customer_id
        UNION ALL
        SELECT customer_id, min(at_time), max(at_time)
        FROM order_story WHERE customer_id IS NOT NULL GROUP BY customer_id
    )
    GROUP BY customer_id
), first_doings AS (
    -- At the same moment touchpoints come first, in the order of their numbers.
    SELECT customer_id, coalesce(any_value(by_touchpoint), any_value(by_order)) AS first_channel
    FROM (
        SELECT customer_id, arg_min(channel, touchpoint_id) AS by_touchpoint, NULL AS by_order
        FROM story JOIN spans USING (customer_id)
        WHERE at_time = first_at AND kind IN (SELECT kind FROM kinds WHERE by_customer) GROUP BY customer_id
        UNION ALL
        SELECT customer_id, NULL, arg_min(CASE WHEN location IS NULL THEN 'shop' ELSE 'store' END, order_id)
        FROM order_story JOIN spans USING (customer_id) WHERE at_time = first_at GROUP BY customer_id
    )
    GROUP BY customer_id
), invitations AS (
    SELECT
        customer_id, at_time, (0, touchpoint_id) AS place,
        kind = 'referred' AS referred, CASE WHEN kind = 'referred' THEN detail END AS referral_code,
        kind = 'campaign_entered' AS invited, CASE WHEN kind = 'campaign_entered' THEN detail END AS campaign
    FROM story WHERE kind IN ('referred', 'campaign_entered')
    UNION ALL
    SELECT customer_id, at_time, (1, order_id), true, referral_code, false, NULL
    FROM order_story WHERE customer_id IS NOT NULL AND referral_code IS NOT NULL
), came AS (
    SELECT
        customer_id,
        bool_or(referred) AS referred,
        arg_min(referral_code, (at_time, place)) AS referral_code,
        bool_or(invited) AS invited,
        arg_min(campaign, (at_time, place)) AS campaign
    FROM invitations JOIN spans USING (customer_id)
    WHERE local_day(at_time) = local_day(first_at)
    GROUP BY customer_id
), told AS (
    SELECT
        customer_id,
        arg_max(language, touchpoint_id) AS language,
        arg_max(location, touchpoint_id) AS location,
        max(stages.place) FILTER (kind IN (SELECT kind FROM kinds WHERE by_customer)) AS furthest,
        max(touchpoint_id) FILTER (kind = 'loyalty_joined') AS last_joined,
        max(touchpoint_id) FILTER (kind = 'loyalty_left') AS last_left
    FROM story LEFT JOIN stages USING (stage)
    GROUP BY customer_id
), joined AS (
    SELECT customer_id, arg_min(at_time, touchpoint_id) AS member_since
    FROM story JOIN told USING (customer_id)
    WHERE kind = 'loyalty_joined' AND touchpoint_id > coalesce(last_left, 0)
    GROUP BY customer_id
), bought AS (
    SELECT
        customer_id,
        min(at_time) AS first_order_at,
        max(at_time) AS last_order_at,
        count(*) AS orders,
        coalesce(sum(total), 0) AS revenue,
        arg_max(location, (at_time, order_id)) AS location,
        CASE WHEN count(*) > 1 THEN 'retention' ELSE 'decision' END AS stage
    FROM order_story
    WHERE customer_id IS NOT NULL
    GROUP BY customer_id
), talked AS (
    SELECT customer_id, count(*) AS conversations FROM conversation_story GROUP BY customer_id
)
SELECT
    customer_id,
    first_at,
    local_day(first_at) AS first_day,
    first_channel,
    told.language,
    coalesce(told.location, bought.location) AS location,
    CASE WHEN referred THEN 'referral' WHEN invited THEN 'campaign' ELSE 'direct' END AS acquisition,
    came.referral_code,
    came.campaign,
    last_at,
    member_since IS NOT NULL AS member,
    member_since,
    CASE WHEN member_since IS NOT NULL THEN 'member' WHEN orders > 0 THEN 'buyer' ELSE 'visitor' END AS segment,
    furthest.stage AS furthest_stage,
    coalesce(conversations, 0) AS conversations,
    first_order_at,
    last_order_at,
    coalesce(orders, 0) AS orders,
    coalesce(revenue, 0) AS revenue
FROM spans
LEFT JOIN first_doings USING (customer_id)
LEFT JOIN came USING (customer_id)
LEFT JOIN told USING (customer_id)
LEFT JOIN joined USING (customer_id)
LEFT JOIN bought USING (customer_id)
LEFT JOIN talked USING (customer_id)
LEFT JOIN stages AS ordered ON ordered.stage = bought.stage
LEFT JOIN stages AS furthest ON furthest.place = greatest(told.furthest, ordered.place)
