-- Removes at most 1000 free credits of :#app that are dead at :#now. A claim never takes one of these.
DELETE FROM credit
 WHERE id = ANY (ARRAY (SELECT id FROM credit WHERE app_id = :#app AND expires_at <= :#now ORDER BY app_id, expires_at LIMIT 1000))
