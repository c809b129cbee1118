-- The database's time in UTC.
SELECT CAST(clock_timestamp() AT TIME ZONE 'UTC' AS timestamp) AS now_utc
