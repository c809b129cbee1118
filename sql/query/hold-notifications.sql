-- Keeps notifications of a held template or channel back: they are due only to expire.
UPDATE notification SET due_at = expires_at, hold_key = :#hold_key, updated_at = :#now WHERE id IN (:#in:ids)
