-- local_time and utc_time turn times in UTC into those of the reporting time zone, and back.
CREATE MACRO local_day(moment) AS CAST(local_time(moment) AS DATE);
CREATE MACRO day_start(day) AS utc_time(CAST(day AS TIMESTAMP));
CREATE MACRO days_between(earlier, later) AS
    generate_series(local_day(earlier), local_day(later), INTERVAL 1 DAY)::DATE[];
CREATE MACRO seconds_between(earlier, later) AS date_sub('second', earlier, later);
-- Microseconds of the support team's office hours up to a moment of the day, whose row in `days` goes with it.
CREATE MACRO office_clock(moment, on_day) AS
    struct_extract(on_day, 'office_seconds_before') * 1000000
    + coalesce(greatest(
        least(epoch_us(moment), epoch_us(struct_extract(on_day, 'office_closes')))
        - epoch_us(struct_extract(on_day, 'office_opens')), 0
    ), 0);
CREATE MACRO business_seconds_between(earlier, on_day, later, on_later_day) AS
    (office_clock(later, on_later_day) - office_clock(earlier, on_day)) // 1000000;
