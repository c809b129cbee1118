-- At most :#n due notifications of each lane of one app, the longest due first. Needs the gate.
(SELECT id, lane, channel, template_id, expires_at FROM notification
  WHERE app_id = :#app AND lane = 0 AND due_at > TIMESTAMP '2000-01-01 00:00:00' AND due_at <= :#now
  ORDER BY app_id, lane, due_at, id LIMIT :#n)
UNION ALL
(SELECT id, lane, channel, template_id, expires_at FROM notification
  WHERE app_id = :#app AND lane = 1 AND due_at > TIMESTAMP '2000-01-01 00:00:00' AND due_at <= :#now
  ORDER BY app_id, lane, due_at, id LIMIT :#n)
UNION ALL
(SELECT id, lane, channel, template_id, expires_at FROM notification
  WHERE app_id = :#app AND lane = 2 AND due_at > TIMESTAMP '2000-01-01 00:00:00' AND due_at <= :#now
  ORDER BY app_id, lane, due_at, id LIMIT :#n)
