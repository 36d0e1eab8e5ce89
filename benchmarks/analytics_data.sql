-- $conversations conversations over a year: one of the courses below each, beside orders and contacts elsewhere.
CREATE TEMP TABLE courses AS
SELECT course, unnest(range(len(kinds))) AS place, unnest(kinds) AS kind
FROM (VALUES
    (0, ['conversation_started', 'message_received', 'question_asked', 'answer_given', 'message_sent', 'link_shown', 'helpful', 'button_pressed', 'survey_asked', 'survey_answered', 'survey_commented', 'conversation_closed']),
    (1, ['conversation_started', 'message_received', 'question_asked', 'answer_given', 'message_sent', 'message_received', 'question_asked', 'answer_given', 'message_sent', 'conversation_closed']),
    (2, ['conversation_started', 'message_received', 'question_asked', 'answer_given', 'message_sent', 'link_shown', 'link_clicked', 'thanked', 'conversation_closed']),
    (3, ['conversation_started', 'message_received', 'fallback', 'message_sent', 'message_received', 'question_asked', 'answer_given', 'message_sent', 'conversation_closed']),
    (4, ['conversation_started', 'message_received', 'question_asked', 'answer_given', 'message_sent', 'not_helpful', 'handoff_requested', 'handoff_accepted', 'human_replied', 'message_received', 'human_replied', 'handoff_resolved', 'survey_asked', 'survey_answered', 'conversation_closed']),
    (5, ['conversation_started', 'message_received', 'fallback', 'message_sent', 'message_received', 'fallback', 'message_sent', 'conversation_closed']),
    (6, ['conversation_started', 'message_received', 'message_sent', 'conversation_closed']),
    (7, ['conversation_started', 'message_received', 'question_asked', 'experiment_exposed', 'answer_given', 'message_sent', 'handoff_requested', 'handoff_cancelled', 'message_received', 'question_asked', 'answer_given', 'message_sent', 'conversation_closed'])
) AS declared (course, kinds);

CREATE TEMP TABLE opened AS
SELECT
    row_number() OVER (ORDER BY opened_at) AS conversation_id, *,
    1 + (pow(random(), 2) * $conversations / 3)::BIGINT AS customer_id
FROM (
    SELECT
        TIMESTAMP '2025-01-01' + INTERVAL 1 SECOND * (random() * 365 * 86400)::BIGINT AS opened_at,
        [0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7][1 + floor(random() * 11)::INTEGER] AS course,
        CASE WHEN random() < 0.6 THEN 'web' ELSE 'telegram' END AS channel,
        CASE WHEN random() < 0.7 THEN 'en' ELSE 'ko' END AS language,
        CASE WHEN random() < 0.4 THEN 'store' || floor(random() * 5)::INTEGER END AS location,
        ['delivery_cost', 'delivery_time', 'returns', 'refund_time', 'opening_hours', 'gift_cards', 'sizes'][1 + floor(random() * 7)::INTEGER] AS topic,
        1 + floor(random() * 20)::BIGINT AS agent_id
    FROM range($conversations)
);

CREATE TEMP TABLE customers AS SELECT unnest(range(1, 2 + max(customer_id))) AS id FROM opened;
INSERT INTO source.customers (id, created_at) SELECT id, TIMESTAMP '2025-01-01' FROM customers;
INSERT INTO source.agents (id, name, password_hash, created_at, role, reads_transcripts)
SELECT i, 'Agent ' || i, '', TIMESTAMP '2025-01-01', 'agent', false FROM range(1, 21) AS agents (i);

CREATE TEMP TABLE happened AS
SELECT
    kind, opened_at + INTERVAL 1 SECOND * (place * 20 + floor(random() * 20)::INTEGER) AS moment,
    customer_id, conversation_id, channel, language, location, topic, agent_id, place,
    row_number() OVER () AS number
FROM opened JOIN courses USING (course)
UNION ALL
SELECT
    ['phone_call', 'email_received', 'store_visit', 'loyalty_joined'][1 + floor(random() * 4)::INTEGER],
    TIMESTAMP '2025-01-01' + INTERVAL 1 SECOND * (random() * 365 * 86400)::BIGINT,
    id, NULL, 'phone', 'en', NULL, NULL, NULL, 0, -id
FROM customers WHERE id % 10 = 0;

INSERT INTO source.touchpoints (
    id, cause, kind, "at", customer_id, conversation_id, message_id, agent_id, channel, language, location, stage,
    engagement, touch, topic, intent, confidence, sentiment, model_version, experiment, variant, value, detail
)
SELECT
    id, printf('m%010d:%s', id, kind), kind, moment, customer_id, conversation_id,
    CASE WHEN kind IN ('message_received', 'fallback', 'link_shown', 'link_clicked') THEN coalesce(conversation_id, 0) * 2 END,
    CASE WHEN kind IN ('handoff_accepted', 'human_replied', 'handoff_resolved') THEN agent_id END,
    channel, language, location, ['awareness', 'consideration', 'decision', 'adoption', 'retention'][1 + (hash(kind) % 5)::INTEGER],
    'cognitive', 'no_touch',
    CASE WHEN kind IN ('question_asked', 'answer_given') THEN topic END,
    CASE WHEN kind IN ('question_asked', 'answer_given') THEN 'faq/' || topic END,
    CASE WHEN kind IN ('question_asked', 'fallback') THEN 0.5 + id % 500 / 1000 END,
    CASE WHEN kind = 'message_received' THEN id % 200 / 100 - 1 END,
    '20250' || month(moment) || '-model',
    CASE WHEN kind = 'experiment_exposed' THEN 'delivery' END,
    CASE WHEN kind = 'experiment_exposed' THEN CASE WHEN customer_id % 2 = 0 THEN 'control' ELSE 'short' END END,
    CASE
        WHEN kind = 'survey_answered' THEN 1 + hash(id) % 5
        WHEN kind IN ('handoff_accepted', 'handoff_resolved') THEN 20 + hash(id) % 600
    END,
    CASE
        WHEN kind LIKE 'link%' THEN 'https://example.com/delivery'
        WHEN kind = 'handoff_resolved' THEN 'resolved'
        WHEN kind = 'survey_asked' THEN 'bot'
    END
FROM (SELECT row_number() OVER (ORDER BY moment, number) AS id, * FROM happened)
ORDER BY id;

INSERT INTO source.orders (id, "key", number, ordered_on, ordered_at, total, currency, guest, location, items, customer_id)
SELECT
    conversation_id, 'order' || conversation_id, 'order' || conversation_id, opened_at::DATE,
    opened_at + INTERVAL 1 HOUR, 1000 + hash(conversation_id) % 20000, 'EUR', conversation_id % 3 = 0, location, 2,
    customer_id
FROM opened WHERE conversation_id % 3 = 0;

INSERT INTO source.merges (id, customer_id, into_id, reason, "at")
SELECT id // 50, id, id - 1, 'e-mail', TIMESTAMP '2025-06-01' FROM customers WHERE id % 50 = 0;
UPDATE source.customers SET merged_into_id = id - 1 WHERE id % 50 = 0;
INSERT INTO source.presences (id, agent_id, from_at, until_at)
SELECT row_number() OVER (), agent, day + INTERVAL 9 HOUR, day + INTERVAL 17 HOUR
FROM range(1, 21) AS agents (agent), range(TIMESTAMP '2025-01-01', TIMESTAMP '2026-01-01', INTERVAL 1 DAY) AS days (day);
