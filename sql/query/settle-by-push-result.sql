-- An uncertain one was sent after all: the platform tells what became of it. Its credit is deleted for good.
UPDATE notification
   SET state = 'sent', evidence = :#evidence, errcode = 0, reason = NULL, setbacks = 0, refused = 0, msgid = :#msgid, push = :#push, push_reason = :#push_reason,
       sent_at = :#now, ended_at = :#now, updated_at = :#now, due_at = NULL, doubt = false, node_id = NULL, claim_no = NULL,
       form_id = NULL, form_use_no = NULL, form_kind = NULL, form_collected_at = NULL, form_expires_at = NULL, form_freed = NULL
 WHERE id = :#id
