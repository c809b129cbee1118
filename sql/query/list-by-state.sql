-- At most :#n notifications of an app in one state, older than the notification :#before, the newest first.
SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason,
       created_at, updated_at, sent_at
  FROM notification
 WHERE app_id = :#app AND state = :#state AND id < :#before
 ORDER BY app_id DESC, state DESC, id DESC LIMIT :#n
