-- Forgets a template hold whose notifications are all due again.
DELETE FROM template_hold WHERE app_id = :#app AND template_id = :#template_id AND released_at IS NOT NULL
