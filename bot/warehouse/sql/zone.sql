CREATE MACRO local_time(moment) AS (moment AT TIME ZONE 'UTC') AT TIME ZONE $zone;
CREATE MACRO utc_time(moment) AS (moment AT TIME ZONE $zone) AT TIME ZONE 'UTC';
