-- At most :#n notifications to one user, older than the notification :#before, the newest first.
SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason,
       created_at, updated_at, sent_at
  FROM notification
 WHERE app_id = :#app AND touser = :#openid AND id < :#before
 ORDER BY app_id DESC, touser DESC, id DESC LIMIT :#n
