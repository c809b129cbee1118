-- When the oldest notification of each lane of each app that could be claimed became due; null or no row where there is none.
SELECT app_id, MIN(due_at) AS due_at FROM notification WHERE due_at > TIMESTAMP '1970-01-01 00:00:00' GROUP BY app_id, lane
