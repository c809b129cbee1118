-- What the earlier items were answered that took these idempotency keys.
SELECT key_hash, body_hash, answer FROM idempotency WHERE app_id = :#app AND key_hash IN (:#in:key_hashes)
