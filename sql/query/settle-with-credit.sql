-- Settles one notification whose credit stays on it.
UPDATE notification
   SET state = :#state, errcode = :#errcode, reason = :#reason, attempts = attempts + :#attempt, setbacks = :#setbacks, refused = :#refused,
       due_at = :#due_at, ended_at = :#ended_at, updated_at = :#now, doubt = :#doubt, node_id = NULL, claim_no = NULL
 WHERE id = :#id
