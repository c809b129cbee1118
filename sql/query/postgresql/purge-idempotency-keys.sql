-- Forgets at most 1000 idempotency keys that came before :#keys_before.
DELETE FROM idempotency
 WHERE ctid = ANY (ARRAY (SELECT ctid FROM idempotency WHERE created_at <= :#keys_before ORDER BY created_at LIMIT 1000))
