-- Forgets a template hold whose notifications are all due again.
DELETE FROM template_hold WHERE app_id = :#app AND hold_key = :#hold_key AND released_at IS NOT NULL
