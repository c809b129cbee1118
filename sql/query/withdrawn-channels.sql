-- The channels that the platform has withdrawn, of all apps.
SELECT app_id, hold_key FROM template_hold WHERE hold_key IN ('channel template', 'channel subscribe') AND released_at IS NULL
