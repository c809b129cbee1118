-- Takes an idempotency key of an app; a second taker waits for the first one's commit and then fails with a duplicate key.
INSERT INTO idempotency (app_id, key_hash, body_hash, answer, created_at)
VALUES (:#app, :#key_hash, :#body_hash, :#answer, :#created_at)
