-- Makes at most 500 notifications of a released template or channel due again.
UPDATE notification SET due_at = :#now, hold_key = NULL, updated_at = :#now
 WHERE id IN (SELECT id FROM notification WHERE app_id = :#app AND hold_key = :#hold_key ORDER BY app_id, hold_key, id LIMIT 500)
