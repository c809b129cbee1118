-- Locks the gate of one app until the commit: claims of an app are serial in the whole cluster.
SELECT paused_at, hold_until, hold_reason, paced_until, quota_day, quota_used FROM app WHERE app_id = :#app FOR UPDATE
