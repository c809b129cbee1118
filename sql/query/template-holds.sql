-- The templates of one app whose notifications are kept back, or were.
SELECT template_id, released_at FROM template_hold WHERE app_id = :#app
