-- Locks these notifications until the commit and tells what somebody's hands have to know of them.
SELECT id, app_id, reference, state, evidence, errcode, reason, updated_at, expires_at, doubt,
       CASE WHEN form_id IS NULL THEN 0 ELSE 1 END AS tied, form_kind, form_expires_at
  FROM notification WHERE id IN (:#in:ids) ORDER BY id FOR UPDATE
