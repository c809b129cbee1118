-- Writes the chosen credits onto their notifications.
UPDATE notification n JOIN credit c ON c.id = n.credit_id
   SET n.form_id = c.form_id, n.form_use_no = c.use_no, n.form_kind = c.kind, n.form_collected_at = c.collected_at,
       n.form_expires_at = c.expires_at, n.form_freed = c.freed
 WHERE n.id IN (:#in:ids)
