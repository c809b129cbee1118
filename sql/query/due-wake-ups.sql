-- At most 500 wake-ups of one app whose credits can be used now.
SELECT id, purse, uses FROM wake_up WHERE app_id = :#app AND usable_from <= :#now ORDER BY app_id, usable_from, id LIMIT 500
