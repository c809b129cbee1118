-- The apps that this gateway serves, and what holds them.
SELECT app_id, created_at, paused_at, hold_until, hold_errcode, hold_reason, quota_day, quota_used FROM app WHERE app_id IN (:#in:apps) ORDER BY app_id
