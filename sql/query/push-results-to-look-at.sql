-- Locks until the commit at most :#n results whose notification is to be looked for again.
SELECT id, app_id, msgid, openid, template_id, push, push_reason, sent_at, arrived_at FROM push_result
 WHERE look_at <= :#now ORDER BY look_at LIMIT :#n FOR UPDATE
