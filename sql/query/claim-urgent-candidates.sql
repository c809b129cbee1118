-- At most :#n due notifications of the highest lane of one app. Needs the gate.
SELECT id, lane, channel, template_id, expires_at FROM notification
 WHERE app_id = :#app AND lane = 0 AND due_at > TIMESTAMP '2000-01-01 00:00:00' AND due_at <= :#now
 ORDER BY app_id, lane, due_at, id LIMIT :#n
