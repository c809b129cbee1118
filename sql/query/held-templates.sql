-- The templates that are kept back.
SELECT app_id, template_id FROM template_hold WHERE app_id IN (:#in:apps) AND released_at IS NULL ORDER BY app_id, template_id
