-- Releases a template; the next claim makes its notifications due and removes this row. Needs the gate.
UPDATE template_hold SET released_at = :#now WHERE app_id = :#app AND template_id = :#template_id AND released_at IS NULL
