-- Keeps notifications of held templates back: they are due only to expire.
UPDATE notification SET due_at = expires_at, hold_key = template_id, updated_at = :#now WHERE id IN (:#in:ids)
