-- The database's time in UTC.
SELECT UTC_TIMESTAMP(6) AS now_utc
