-- The tokens of all apps: one row an app.
SELECT app_id, access_token, version, usable, fetched_at, expires_at FROM token
