-- The templates and channels of one app whose notifications are kept back, or were.
SELECT hold_key, released_at FROM template_hold WHERE app_id = :#app
