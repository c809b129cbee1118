-- Stores what the platform listed to the node that asked at :#now; changes nothing if another has asked since.
UPDATE template_list SET fetched_at = :#fetched_at, listing = :#listing
 WHERE app_id = :#app
   AND asked_at = :#now
