-- Makes at most 500 notifications of a released template due again.
UPDATE notification SET due_at = :#now, hold_key = NULL, updated_at = :#now
 WHERE app_id = :#app AND hold_key = :#template_id ORDER BY id LIMIT 500
