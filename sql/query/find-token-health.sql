-- How the token of an app is doing; never the token.
SELECT usable, source, fetched_at, expires_at, refresh_at, failures, last_errcode, last_error, foreign_refreshes
  FROM token WHERE app_id = :#app
