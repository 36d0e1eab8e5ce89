-- local_time and utc_time turn times in UTC into those of the reporting time zone, and back.
CREATE MACRO local_day(moment) AS CAST(local_time(moment) AS DATE);
CREATE MACRO day_start(day) AS utc_time(CAST(day AS TIMESTAMP));
CREATE MACRO seconds_between(earlier, later) AS date_sub('second', earlier, later);
-- Microseconds of the support team's office hours from the first day on up to a moment.
CREATE MACRO office_clock(moment) AS (
    SELECT office_seconds_before * 1000000
        + coalesce(greatest(least(epoch_us(moment), epoch_us(office_closes)) - epoch_us(office_opens), 0), 0)
    FROM days WHERE days.day = local_day(moment)
);
CREATE MACRO business_seconds_between(earlier, later) AS (office_clock(later) - office_clock(earlier)) // 1000000;
CREATE MACRO days_between(earlier, later) AS
    generate_series(local_day(earlier), local_day(later), INTERVAL 1 DAY)::DATE[];
