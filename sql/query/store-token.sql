-- Puts a new token in the place of :#version and ends the lease; changes nothing if this attempt has lost its lease.
UPDATE token
   SET access_token = :#access_token, version = version + 1, usable = true, source = :#source,
       fetched_at = :#fetched_at, expires_at = :#expires_at, refresh_at = :#refresh_at,
       failures = 0, last_errcode = NULL, last_error = NULL, lease_node = NULL, lease_until = NULL
 WHERE app_id = :#app AND version = :#version AND lease_node = :#node AND lease_until = :#lease_until
