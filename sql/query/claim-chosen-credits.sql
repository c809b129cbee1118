-- The credits that were chosen for these notifications.
SELECT credit_id FROM notification WHERE id IN (:#in:ids) AND credit_id IS NOT NULL
