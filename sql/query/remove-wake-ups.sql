-- Consumes wake-ups.
DELETE FROM wake_up WHERE id IN (:#in:ids)
