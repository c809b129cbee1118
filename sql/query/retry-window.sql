-- At most :#n notifications of an app in one state, younger than the notification :#after, the oldest first: what a bulk retry looks at next.
SELECT id, errcode, updated_at FROM notification
 WHERE app_id = :#app AND state = :#state AND id > :#after
 ORDER BY app_id, state, id LIMIT :#n
