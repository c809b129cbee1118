-- Makes one notification due again with another credit; whatever credit was tied to it is gone.
UPDATE notification
   SET state = 'accepted', due_at = :#now, updated_at = :#now, ended_at = NULL, expires_at = :#expires_at, errcode = NULL, reason = NULL,
       setbacks = 0, refused = 0, hold_key = NULL, doubt = false,
       form_id = NULL, form_use_no = NULL, form_kind = NULL, form_collected_at = NULL, form_expires_at = NULL, form_freed = NULL
 WHERE id = :#id AND state = :#state
