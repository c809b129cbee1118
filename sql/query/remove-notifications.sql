-- Removes these notifications, unless one was taken up again meanwhile.
DELETE FROM notification WHERE id IN (:#in:ids) AND ended_at <= :#ended_before
