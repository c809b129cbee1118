-- The apps that have something due, a wake-up, or a template to release, and are neither paused nor on hold; and whether each has a
-- usable token.
SELECT a.app_id, CASE WHEN t.usable AND t.expires_at > :#now THEN 1 ELSE 0 END AS has_token
  FROM app a
  LEFT JOIN token t ON t.app_id = a.app_id
 WHERE a.paused_at IS NULL
   AND (a.hold_until IS NULL OR a.hold_until <= :#now)
   AND (EXISTS (SELECT 1 FROM notification n WHERE n.app_id = a.app_id AND n.lane = 0 AND n.due_at > TIMESTAMP '2000-01-01 00:00:00' AND n.due_at <= :#now)
        OR EXISTS (SELECT 1 FROM notification n WHERE n.app_id = a.app_id AND n.lane = 1 AND n.due_at > TIMESTAMP '2000-01-01 00:00:00' AND n.due_at <= :#now)
        OR EXISTS (SELECT 1 FROM notification n WHERE n.app_id = a.app_id AND n.lane = 2 AND n.due_at > TIMESTAMP '2000-01-01 00:00:00' AND n.due_at <= :#now)
        OR EXISTS (SELECT 1 FROM wake_up w WHERE w.app_id = a.app_id AND w.usable_from <= :#now)
        OR EXISTS (SELECT 1 FROM template_hold h WHERE h.app_id = a.app_id AND h.released_at IS NOT NULL))
