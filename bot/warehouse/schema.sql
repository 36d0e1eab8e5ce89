-- The star schema. Times are UTC, without a zone; a column named ..._day is a date in the reporting time zone
-- (TIME_ZONE). Durations are whole seconds. Customers are counted after merges. Everything here is derived from the
-- operational database and is made again by `notouch metrics rebuild`.
--
-- Profile: most facts carry channel, language, location, topic, agent_id, model_version, variant, so that every
-- figure can be divided and filtered by them without a join.

CREATE TABLE meta (name VARCHAR NOT NULL, value VARCHAR NOT NULL);
COMMENT ON TABLE meta IS 'How far the file is filled, from which database, and in which time zone.';

-- Ids below a feed's watermark that were not there yet: their transaction may still be under way.
CREATE TABLE gaps (feed VARCHAR NOT NULL, first_id BIGINT NOT NULL, last_id BIGINT NOT NULL, seen_at TIMESTAMP NOT NULL);
COMMENT ON TABLE gaps IS 'Numbers of the operational database that were not there yet when those above them were read.';

CREATE TABLE touchpoints (
    touchpoint_id BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    at_time TIMESTAMP NOT NULL,
    at_day DATE NOT NULL,
    customer_id BIGINT NOT NULL,
    recorded_customer_id BIGINT NOT NULL,
    conversation_id BIGINT,
    message_id BIGINT,
    agent_id BIGINT,
    channel VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    location VARCHAR,
    topic VARCHAR,
    intent VARCHAR,
    confidence DOUBLE,
    sentiment DOUBLE,
    model_version VARCHAR,
    experiment VARCHAR,
    variant VARCHAR,
    stage VARCHAR,
    engagement VARCHAR,
    touch VARCHAR,
    value BIGINT,
    detail VARCHAR
);
COMMENT ON TABLE touchpoints IS 'One row a touchpoint: what happened between a customer and us. Trials (rasa shell) are left out.';

CREATE TABLE conversations (
    conversation_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    channel VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    location VARCHAR,
    topic VARCHAR,
    agent_id BIGINT,
    model_version VARCHAR,
    variant VARCHAR,
    opened_at TIMESTAMP NOT NULL,
    opened_day DATE NOT NULL,
    opened_hour TINYINT NOT NULL,
    opened_weekday TINYINT NOT NULL,
    closed_at TIMESTAMP,
    ended_at TIMESTAMP NOT NULL,
    outcome VARCHAR NOT NULL,
    resolver VARCHAR NOT NULL,
    touch_level VARCHAR NOT NULL,
    typed_messages INTEGER NOT NULL,
    buttons INTEGER NOT NULL,
    bot_messages INTEGER NOT NULL,
    human_messages INTEGER NOT NULL,
    fallbacks INTEGER NOT NULL,
    missed_messages INTEGER NOT NULL,
    asked_back INTEGER NOT NULL,
    questions INTEGER NOT NULL,
    handoffs INTEGER NOT NULL,
    resolution_seconds BIGINT,
    resolution_business_seconds BIGINT,
    survey_eligible BOOLEAN NOT NULL,
    survey_asked BOOLEAN NOT NULL,
    rating TINYINT,
    commented BOOLEAN NOT NULL,
    sentiment_start DOUBLE,
    sentiment_end DOUBLE,
    sentiment_lowest DOUBLE,
    next_contact_at TIMESTAMP,
    is_returning BOOLEAN NOT NULL
);
COMMENT ON TABLE conversations IS 'One row a conversation (episode), which counts at the time it was opened.';

CREATE TABLE handoffs (
    handoff_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    channel VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    location VARCHAR,
    topic VARCHAR,
    agent_id BIGINT,
    model_version VARCHAR,
    variant VARCHAR,
    opened_at TIMESTAMP NOT NULL,
    opened_day DATE NOT NULL,
    reason VARCHAR,
    requested_at TIMESTAMP NOT NULL,
    accepted_at TIMESTAMP,
    replied_at TIMESTAMP,
    ended_at TIMESTAMP,
    ended VARCHAR NOT NULL,
    wait_seconds BIGINT,
    wait_business_seconds BIGINT,
    first_response_seconds BIGINT,
    first_response_business_seconds BIGINT,
    handle_seconds BIGINT,
    handle_business_seconds BIGINT,
    human_messages INTEGER NOT NULL,
    transfers INTEGER NOT NULL,
    reopened_at TIMESTAMP
);
COMMENT ON TABLE handoffs IS 'One row a request for a human. It counts at the time its conversation was opened.';

CREATE TABLE questions (
    question_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    message_id BIGINT,
    at_time TIMESTAMP NOT NULL,
    at_day DATE NOT NULL,
    channel VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    location VARCHAR,
    topic VARCHAR,
    agent_id BIGINT,
    model_version VARCHAR,
    variant VARCHAR,
    intent VARCHAR,
    confidence DOUBLE,
    answered BOOLEAN NOT NULL,
    missed BOOLEAN NOT NULL,
    helpful BOOLEAN,
    nearest VARCHAR,
    next_topic VARCHAR
);
COMMENT ON TABLE questions IS 'One row a question of a customer: its topic, whether it was answered, and what the customer said of the answer.';

CREATE TABLE surveys (
    survey_id BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    conversation_id BIGINT,
    customer_id BIGINT NOT NULL,
    at_time TIMESTAMP NOT NULL,
    at_day DATE NOT NULL,
    channel VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    location VARCHAR,
    topic VARCHAR,
    agent_id BIGINT,
    model_version VARCHAR,
    variant VARCHAR,
    resolver VARCHAR,
    rating TINYINT,
    answered_at TIMESTAMP,
    changed BOOLEAN NOT NULL,
    commented BOOLEAN NOT NULL
);
COMMENT ON TABLE surveys IS 'One row a survey (csat, nps, ces) that was asked or answered; of a changed rating the last one counts. A conversation''s survey counts at the time the conversation was opened.';

CREATE TABLE orders (
    order_id BIGINT NOT NULL,
    customer_id BIGINT,
    recorded_customer_id BIGINT,
    at_time TIMESTAMP NOT NULL,
    at_day DATE NOT NULL,
    channel VARCHAR NOT NULL,
    language VARCHAR,
    location VARCHAR,
    total BIGINT,
    currency VARCHAR,
    guest BOOLEAN,
    items INTEGER,
    referral_code VARCHAR,
    member BOOLEAN NOT NULL,
    ordinal INTEGER,
    days_since_previous INTEGER
);
COMMENT ON TABLE orders IS 'One row an order of the shop. total is in the currency''s smallest unit.';

CREATE TABLE links (
    link_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    link VARCHAR NOT NULL,
    conversation_id BIGINT,
    customer_id BIGINT NOT NULL,
    at_time TIMESTAMP NOT NULL,
    at_day DATE NOT NULL,
    channel VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    location VARCHAR,
    topic VARCHAR,
    agent_id BIGINT,
    model_version VARCHAR,
    variant VARCHAR,
    clicked BOOLEAN NOT NULL
);
COMMENT ON TABLE links IS 'One row a link in a message, once however often it was clicked.';

CREATE TABLE exposures (
    experiment VARCHAR NOT NULL,
    variant VARCHAR NOT NULL,
    customer_id BIGINT NOT NULL,
    conversation_id BIGINT,
    at_time TIMESTAMP NOT NULL,
    at_day DATE NOT NULL
);
COMMENT ON TABLE exposures IS 'One row a customer and experiment: the variant that was shown first.';

CREATE TABLE activity (customer_id BIGINT NOT NULL, day DATE NOT NULL);
COMMENT ON TABLE activity IS 'The days on which a customer had a touchpoint of their own doing, or an order.';

CREATE TABLE presences (
    presence_id BIGINT NOT NULL,
    agent_id BIGINT NOT NULL,
    from_at TIMESTAMP NOT NULL,
    until_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE presences IS 'Stretches in which an agent had the console open.';

CREATE TABLE agent_days (agent_id BIGINT NOT NULL, day DATE NOT NULL, online_seconds BIGINT NOT NULL, busy_seconds BIGINT NOT NULL);
COMMENT ON TABLE agent_days IS 'How long an agent had the console open on a day, and how much of handling (several at once count several times) fell on it.';

CREATE TABLE customers (
    customer_id BIGINT NOT NULL,
    first_at TIMESTAMP NOT NULL,
    first_day DATE NOT NULL,
    first_channel VARCHAR NOT NULL,
    language VARCHAR,
    location VARCHAR,
    acquisition VARCHAR NOT NULL,
    referral_code VARCHAR,
    campaign VARCHAR,
    last_at TIMESTAMP NOT NULL,
    member BOOLEAN NOT NULL,
    member_since TIMESTAMP,
    segment VARCHAR NOT NULL,
    furthest_stage VARCHAR,
    conversations INTEGER NOT NULL,
    first_order_at TIMESTAMP,
    last_order_at TIMESTAMP,
    orders INTEGER NOT NULL,
    revenue BIGINT NOT NULL
);
COMMENT ON TABLE customers IS 'One row a customer, after merges: how they came, what they are, what they bought.';

CREATE TABLE merged (recorded_customer_id BIGINT NOT NULL, customer_id BIGINT NOT NULL, into_id BIGINT NOT NULL);
COMMENT ON TABLE merged IS 'Customers known under another number: who they are counted as, and whom they were merged into directly.';

CREATE TABLE locations (location VARCHAR NOT NULL, name VARCHAR NOT NULL, city VARCHAR NOT NULL, time_zone VARCHAR NOT NULL);
COMMENT ON TABLE locations IS 'The stores of the brand.';

CREATE TABLE topics (topic VARCHAR NOT NULL, topic_group VARCHAR NOT NULL, stage VARCHAR NOT NULL, title VARCHAR NOT NULL);
COMMENT ON TABLE topics IS 'What customers ask about, with the declared stage of their journey.';

CREATE TABLE kinds (
    kind VARCHAR NOT NULL,
    engagement VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    by_customer BOOLEAN NOT NULL,
    contact BOOLEAN NOT NULL
);
COMMENT ON TABLE kinds IS 'What kinds of touchpoints mean (data/journey.yml): by_customer is the customer''s own doing, with a contact they turned to us.';

CREATE TABLE stages (place INTEGER NOT NULL, stage VARCHAR NOT NULL);
COMMENT ON TABLE stages IS 'Stages of the customer journey; a higher place is further.';

CREATE TABLE agents (agent_id BIGINT NOT NULL, name VARCHAR NOT NULL);
COMMENT ON TABLE agents IS 'Support agents.';

CREATE TABLE models (model_version VARCHAR NOT NULL, first_day DATE NOT NULL, last_day DATE NOT NULL, messages BIGINT NOT NULL);
COMMENT ON TABLE models IS 'Versions of the trained assistant, and when they answered.';

CREATE TABLE variants (variant VARCHAR NOT NULL, experiment VARCHAR NOT NULL, name VARCHAR NOT NULL);
COMMENT ON TABLE variants IS 'Variants of experiments, written experiment/name.';

CREATE TABLE days (
    day DATE NOT NULL,
    week DATE NOT NULL,
    month DATE NOT NULL,
    quarter DATE NOT NULL,
    weekday TINYINT NOT NULL,
    office_opens TIMESTAMP,
    office_closes TIMESTAMP,
    office_seconds_before BIGINT NOT NULL
);
COMMENT ON TABLE days IS 'Every day from the first touchpoint on, with the support team''s hours on it (UTC) and how many seconds of them came before.';

-- Sums of money are only ever of one currency.
CREATE MACRO main_currency() AS (
    SELECT currency FROM orders WHERE currency IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1
);
