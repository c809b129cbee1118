-- The templates and channels that are kept back, and what the platform said of them.
SELECT app_id, hold_key, held_at, errcode, reason FROM template_hold WHERE app_id IN (:#in:apps) AND released_at IS NULL ORDER BY app_id, hold_key
