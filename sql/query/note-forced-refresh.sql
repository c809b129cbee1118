-- Counts a forced refresh before it is made, and prolongs the lease; changes nothing if this attempt has lost its lease.
UPDATE token
   SET forced_day = :#forced_day, forced_count = :#forced_count, forced_at = :#forced_at, lease_until = :#longer_lease
 WHERE app_id = :#app AND version = :#version AND lease_node = :#node AND lease_until = :#lease_until
