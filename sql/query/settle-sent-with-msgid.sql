-- This one was sent, and the platform told its number of the message: its credit is deleted for good.
UPDATE notification
   SET state = 'sent', evidence = :#evidence, errcode = :#errcode, reason = NULL, attempts = attempts + 1, setbacks = 0, refused = 0,
       msgid = :#msgid, sent_at = :#now, ended_at = :#now, updated_at = :#now, doubt = false, node_id = NULL, claim_no = NULL,
       form_id = NULL, form_use_no = NULL, form_kind = NULL, form_collected_at = NULL, form_expires_at = NULL, form_freed = NULL
 WHERE id = :#id
