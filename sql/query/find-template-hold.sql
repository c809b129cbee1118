-- Whether a template is kept back, or was. Needs the gate.
SELECT released_at FROM template_hold WHERE app_id = :#app AND hold_key = :#hold_key
