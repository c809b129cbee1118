-- Makes at most 500 notifications of a released template or channel due again.
UPDATE notification SET due_at = :#now, hold_key = NULL, updated_at = :#now
 WHERE app_id = :#app AND hold_key = :#hold_key ORDER BY id LIMIT 500
