-- Stores what the platform told the node that asked at :#now; changes nothing if another has asked since.
UPDATE platform_quota SET read_at = :#read_at, daily_limit = :#daily_limit, used = :#used, remain = :#remain, errcode = :#errcode
 WHERE app_id = :#app
   AND cgi_path = :#cgi_path
   AND asked_at = :#now
