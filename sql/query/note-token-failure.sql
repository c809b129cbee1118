-- Says why no token came and when to try again, and ends the lease; the token that we have stays. Changes nothing if this attempt has lost its lease.
UPDATE token
   SET failures = failures + 1, last_errcode = :#last_errcode, last_error = :#last_error, refresh_at = :#refresh_at,
       lease_node = NULL, lease_until = NULL
 WHERE app_id = :#app AND version = :#version AND lease_node = :#node AND lease_until = :#lease_until
