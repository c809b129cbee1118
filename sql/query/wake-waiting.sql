-- Makes the oldest waiting notifications of one purse due, at most :#uses of them.
UPDATE notification SET state = 'accepted', due_at = :#now, wait_key = NULL, updated_at = :#now
 WHERE id IN (SELECT id FROM notification WHERE app_id = :#app AND wait_key = :#purse ORDER BY app_id, wait_key, id LIMIT :#uses)
