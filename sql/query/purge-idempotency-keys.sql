-- Forgets at most 1000 idempotency keys that came before :#keys_before.
DELETE FROM idempotency WHERE created_at <= :#keys_before LIMIT 1000
