-- The apps among :#in:apps whose token has to be fetched at :#now and that nobody is at; the most urgent first.
SELECT app_id FROM token
 WHERE app_id IN (:#in:apps)
   AND refresh_at <= :#now
   AND (lease_until IS NULL OR lease_until <= :#now)
 ORDER BY expires_at
