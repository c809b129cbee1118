-- Settles one notification whose credit is gone or goes back.
UPDATE notification
   SET state = :#state, errcode = :#errcode, reason = :#reason, attempts = attempts + :#attempt, setbacks = :#setbacks, refused = :#refused,
       due_at = :#due_at, ended_at = :#ended_at, updated_at = :#now, doubt = :#doubt, node_id = NULL, claim_no = NULL,
       form_id = NULL, form_use_no = NULL, form_kind = NULL, form_collected_at = NULL, form_expires_at = NULL, form_freed = NULL
 WHERE id = :#id
