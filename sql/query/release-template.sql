-- Releases a template or a channel; the next claim makes its notifications due and removes this row. Needs the gate.
UPDATE template_hold SET released_at = :#now WHERE app_id = :#app AND hold_key = :#hold_key AND released_at IS NULL
