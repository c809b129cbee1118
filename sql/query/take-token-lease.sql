-- Gives node :#node the sole right to fetch the token after :#version, until :#lease_until; changes nothing if another has it.
UPDATE token SET lease_node = :#node, lease_until = :#lease_until
 WHERE app_id = :#app
   AND version = :#version
   AND refresh_at <= :#now
   AND (lease_until IS NULL OR lease_until <= :#now)
