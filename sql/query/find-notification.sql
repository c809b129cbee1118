-- One notification as its producer may see it.
SELECT id, app_id, state, evidence, reference, touser, template_id, channel, attempts, errcode, reason, msgid, push, push_reason,
       created_at, updated_at, sent_at
  FROM notification WHERE id = :#id
