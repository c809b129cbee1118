-- Gives one node the right to ask for a quota; changes nothing if anybody has asked after :#asked_before.
UPDATE platform_quota SET asked_at = :#now
 WHERE app_id = :#app
   AND cgi_path = :#cgi_path
   AND asked_at <= :#asked_before
