-- Makes one notification due again with the credit that it is in doubt about.
UPDATE notification
   SET state = 'accepted', due_at = :#now, updated_at = :#now, ended_at = NULL, expires_at = :#expires_at, errcode = NULL, reason = NULL,
       setbacks = 0, refused = 0, hold_key = NULL
 WHERE id = :#id AND state = :#state
