-- The same without the calendar's detour, which takes a tenth of the time of a fill.
CREATE MACRO local_time(moment) AS moment;
CREATE MACRO utc_time(moment) AS moment;
