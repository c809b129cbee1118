-- The tokens of all apps: one row an app.
SELECT app_id, access_token, version, usable, source, fetched_at, expires_at, refresh_at, failures, last_errcode FROM token
