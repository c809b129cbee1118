-- What a caller who waits for the token of :#app has to know.
SELECT app_id, version, usable, expires_at, refresh_at, lease_until FROM token WHERE app_id = :#app
