-- Locks at most 1000 notifications of :#app that ended before :#ended_before, and says which still hold a credit.
SELECT id, CASE WHEN form_id IS NULL THEN 0 ELSE 1 END AS tied FROM notification
 WHERE app_id = :#app AND ended_at > TIMESTAMP '2000-01-01 00:00:00' AND ended_at <= :#ended_before
 ORDER BY app_id, ended_at LIMIT 1000 FOR UPDATE
