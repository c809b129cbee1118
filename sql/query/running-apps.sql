-- The apps that nobody has paused, and whether somebody uses their subscribe templates.
SELECT a.app_id, t.app_id AS uses_templates FROM app a LEFT JOIN template_list t ON t.app_id = a.app_id WHERE a.paused_at IS NULL
