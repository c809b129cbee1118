-- What the platform told about its quotas, or why it did not: a few rows an app.
SELECT app_id, cgi_path, asked_at, read_at, daily_limit, used, remain, errcode FROM platform_quota ORDER BY app_id, cgi_path
