-- What the request was answered that took this idempotency key.
SELECT body_hash, answer, created_at FROM idempotency WHERE app_id = :#app AND key_hash = :#key_hash
