-- Confirms the token that we had and ends the lease; one that was refused meanwhile stays due. Changes nothing if this attempt has lost its lease.
UPDATE token
   SET source = :#source, fetched_at = :#fetched_at, expires_at = :#expires_at,
       refresh_at = CASE WHEN usable THEN :#refresh_at ELSE refresh_at END,
       failures = 0, last_errcode = NULL, last_error = NULL, lease_node = NULL, lease_until = NULL
 WHERE app_id = :#app AND version = :#version AND lease_node = :#node AND lease_until = :#lease_until
