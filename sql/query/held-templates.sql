-- The templates that are kept back.
SELECT app_id, hold_key FROM template_hold WHERE app_id IN (:#in:apps) AND released_at IS NULL ORDER BY app_id, hold_key
