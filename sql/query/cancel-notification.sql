-- Ends one notification for good because somebody wants it so; whatever credit was tied to it is gone.
UPDATE notification
   SET state = 'cancelled', ended_at = :#now, updated_at = :#now, due_at = NULL, wait_key = NULL, hold_key = NULL, doubt = false,
       form_id = NULL, form_use_no = NULL, form_kind = NULL, form_collected_at = NULL, form_expires_at = NULL, form_freed = NULL
 WHERE id = :#id AND state = :#state
