-- The next :#n notifications to one user beyond the notification :#after, for whoever erases him. Locks nothing.
SELECT id, state FROM notification
 WHERE app_id = :#app AND touser = :#openid AND id > :#after
 ORDER BY app_id, touser, id LIMIT :#n
