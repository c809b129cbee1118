-- The token of :#app if it has to be fetched at :#now and nobody is at it.
SELECT version, access_token, usable, failures, forced_day, forced_count, forced_at FROM token
 WHERE app_id = :#app
   AND refresh_at <= :#now
   AND (lease_until IS NULL OR lease_until <= :#now)
