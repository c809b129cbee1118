-- Writes the chosen credits onto their notifications.
UPDATE notification n SET (form_id, form_use_no, form_kind, form_collected_at, form_expires_at, form_freed) = (
       SELECT c.form_id, c.use_no, c.kind, c.collected_at, c.expires_at, c.freed FROM credit c WHERE c.id = n.credit_id)
 WHERE n.id IN (:#in:ids) AND n.credit_id IS NOT NULL
