-- The states of the notifications whose producers are waiting for an end.
SELECT id, state FROM notification WHERE id IN (:#in:ids)
