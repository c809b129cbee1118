-- At most :#n due notifications of one app, the longest due first. Needs the gate.
SELECT id FROM notification
 WHERE app_id = :#app AND due_at > TIMESTAMP '2000-01-01 00:00:00' AND due_at <= :#now
 ORDER BY app_id, due_at, id LIMIT :#n
