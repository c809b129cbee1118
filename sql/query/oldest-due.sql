-- When the oldest notification of each lane of each app that could be claimed became due; null or no row where there is none.
SELECT a.app_id,
       (SELECT n.due_at FROM notification n
         WHERE n.app_id = a.app_id AND n.lane = l.lane AND n.due_at > TIMESTAMP '1970-01-01 00:00:00'
         ORDER BY n.app_id, n.lane, n.due_at LIMIT 1) AS due_at
  FROM app a CROSS JOIN (SELECT 0 AS lane UNION ALL SELECT 1 UNION ALL SELECT 2) l
