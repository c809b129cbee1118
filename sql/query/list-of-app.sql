-- At most :#n notifications of an app, older than the notification :#before, the newest first: those of each state along its index, merged.
SELECT * FROM (
  (SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason, created_at, updated_at, sent_at
     FROM notification WHERE app_id = :#app AND state = 'accepted' AND id < :#before ORDER BY app_id DESC, state DESC, id DESC LIMIT :#n)
  UNION ALL
  (SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason, created_at, updated_at, sent_at
     FROM notification WHERE app_id = :#app AND state = 'waiting' AND id < :#before ORDER BY app_id DESC, state DESC, id DESC LIMIT :#n)
  UNION ALL
  (SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason, created_at, updated_at, sent_at
     FROM notification WHERE app_id = :#app AND state = 'sending' AND id < :#before ORDER BY app_id DESC, state DESC, id DESC LIMIT :#n)
  UNION ALL
  (SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason, created_at, updated_at, sent_at
     FROM notification WHERE app_id = :#app AND state = 'uncertain' AND id < :#before ORDER BY app_id DESC, state DESC, id DESC LIMIT :#n)
  UNION ALL
  (SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason, created_at, updated_at, sent_at
     FROM notification WHERE app_id = :#app AND state = 'sent' AND id < :#before ORDER BY app_id DESC, state DESC, id DESC LIMIT :#n)
  UNION ALL
  (SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason, created_at, updated_at, sent_at
     FROM notification WHERE app_id = :#app AND state = 'failed' AND id < :#before ORDER BY app_id DESC, state DESC, id DESC LIMIT :#n)
  UNION ALL
  (SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason, created_at, updated_at, sent_at
     FROM notification WHERE app_id = :#app AND state = 'expired' AND id < :#before ORDER BY app_id DESC, state DESC, id DESC LIMIT :#n)
  UNION ALL
  (SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason, created_at, updated_at, sent_at
     FROM notification WHERE app_id = :#app AND state = 'cancelled' AND id < :#before ORDER BY app_id DESC, state DESC, id DESC LIMIT :#n)
  ) newest
 ORDER BY id DESC LIMIT :#n
